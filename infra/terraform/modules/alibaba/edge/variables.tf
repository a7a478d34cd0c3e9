variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
}

variable "region" {
  description = "Region of the load balancer."
  type        = string
}

variable "site" {
  description = "The name the world uses, the name the content network reaches the load balancer by, the zone of both, the certificate for both (its number and region in the certificate service), and where the content network serves: domestic, overseas or global."
  type = object({
    host               = string
    origin             = string
    zone               = string
    certificate_id     = string
    certificate_region = optional(string, "ap-southeast-1")
    scope              = optional(string, "overseas")
  })

  validation {
    condition     = endswith(var.site.host, ".${var.site.zone}") && endswith(var.site.origin, ".${var.site.zone}") && var.site.host != var.site.origin
    error_message = "site.host and site.origin must be two names below site.zone."
  }

  validation {
    condition     = contains(["domestic", "overseas", "global"], var.site.scope)
    error_message = "site.scope must be domestic, overseas or global."
  }

  validation {
    condition     = can(regex("^[0-9]+$", var.site.certificate_id))
    error_message = "site.certificate_id must be the number of a certificate."
  }
}

variable "requests_per_5_minutes" {
  description = "How many requests one address may make in five minutes before it is blocked."
  type        = number
  default     = 3000

  validation {
    condition     = var.requests_per_5_minutes >= 100 && var.requests_per_5_minutes <= 2000000
    error_message = "requests_per_5_minutes must be 100 to 2000000."
  }
}

variable "anti_ddos_advanced" {
  description = "Whether an Anti-DDoS Pro or Premium instance is bought and put in front of the load balancer."
  type        = bool
  default     = false
}

variable "protected" {
  description = "Whether the load balancer resists deletion."
  type        = bool
  default     = true
}

variable "gateway_port" {
  description = "Where the gateway listens on a node."
  type        = number
  default     = 8080
}

variable "vpc_id" {
  description = "Id of the network."
  type        = string
}

variable "vswitch_ids" {
  description = "vSwitches of the edge by zone."
  type        = map(string)

  validation {
    condition     = length(var.vswitch_ids) >= 2
    error_message = "vswitch_ids must name vSwitches in two zones or more."
  }
}

variable "security_group_id" {
  description = "Group of the load balancer."
  type        = string
}

variable "log_project" {
  description = "Log project of the load balancer's accesses."
  type        = string
}

variable "access_log_store" {
  description = "Log store of the load balancer's accesses."
  type        = string
}
