variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "environment" {
  description = "Which environment this is."
  type        = string
}

variable "vpc_id" {
  description = "Id of the network."
  type        = string
}

variable "public_cidr_blocks" {
  description = "From where the load balancer may be reached, by HTTPS only."
  type        = list(string)
  default     = ["0.0.0.0/0"]
}

variable "gateway_port" {
  description = "Where the gateway listens on a node."
  type        = number
  default     = 8080
}

variable "protected" {
  description = "Whether keys are kept as long as they can be after somebody asked for their deletion."
  type        = bool
  default     = true
}

variable "trusted_role_arns" {
  description = "Roles besides the nodes' that may take on the collector's and the deployer's, such as those of service accounts in Kubernetes."
  type        = list(string)
  default     = []
}

variable "cost_export" {
  description = "Bucket and prefix of the account's data export with bills, such as my-bills/exports/swen; null for none."
  type        = string
  default     = null
}

variable "ci" {
  description = "Whose jobs may publish releases: the issuer of CI's tokens, their audience, and the exact subjects. Null for none."
  type = object({
    issuer   = string
    audience = string
    subjects = list(string)
  })
  default = null

  validation {
    condition     = var.ci == null ? true : startswith(var.ci.issuer, "https://") && length(var.ci.subjects) > 0
    error_message = "ci needs an issuer that starts with https:// and at least one subject."
  }

  validation {
    condition     = var.ci == null ? true : alltrue([for subject in var.ci.subjects : !strcontains(subject, "*")])
    error_message = "ci.subjects are compared as they stand; a * would let every branch and fork in."
  }
}
