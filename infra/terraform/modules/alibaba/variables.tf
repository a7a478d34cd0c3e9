variable "name" {
  description = "Prefix of every name."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,19}$", var.name))
    error_message = "name must be 2 to 20 lower-case letters, digits and hyphens, a letter first."
  }
}

variable "environment" {
  description = "Which environment this is."
  type        = string
}

variable "tags" {
  description = "Tags of every resource; this provider has no default tags."
  type        = map(string)

  validation {
    condition     = alltrue([for key in ["Project", "Environment", "ManagedBy"] : try(length(var.tags[key]) > 0, false)])
    error_message = "tags must have Project, Environment and ManagedBy."
  }
}

variable "cidr_block" {
  description = "IPv4 range of the network, /16 to /18."
  type        = string
}

variable "zone_count" {
  description = "Over how many zones everything is spread."
  type        = number
  default     = 2
}

variable "public_cidr_blocks" {
  description = "From where the load balancer may be reached, by HTTPS only."
  type        = list(string)
  default     = ["0.0.0.0/0"]
}

variable "site" {
  description = "The name the world uses, the name the content network reaches the load balancer by, the zone of both, the certificate for both, and where the content network serves: domestic, overseas or global."
  type = object({
    host               = string
    origin             = string
    zone               = string
    certificate_id     = string
    certificate_region = optional(string, "ap-southeast-1")
    scope              = optional(string, "overseas")
  })
}

variable "image_id" {
  description = "Image of the nodes; null for the newest Alibaba Cloud Linux 3, which starts and serves nothing."
  type        = string
  default     = null
}

variable "nodes" {
  description = "Types, numbers and spot mix of the nodes."
  type = object({
    types                = list(string)
    min                  = number
    max                  = number
    desired              = number
    on_demand_base       = number
    on_demand_percentage = number
  })
}

variable "database" {
  description = "Version, class, size at first and days of backups of PostgreSQL."
  type = object({
    version     = string
    class       = string
    storage_gb  = number
    backup_days = number
  })
}

variable "requests_per_5_minutes" {
  description = "How many requests one address may make in five minutes before it is blocked."
  type        = number
  default     = 3000
}

variable "anti_ddos_advanced" {
  description = "Whether an Anti-DDoS Pro or Premium instance is bought and put in front of the load balancer."
  type        = bool
  default     = false
}

variable "copy_region" {
  description = "A region that gets copies of the backups; null for none."
  type        = string
  default     = null
}

variable "alarm_emails" {
  description = "Who is told of alarms."
  type        = list(string)
  default     = []
}

variable "trusted_role_arns" {
  description = "Roles besides the nodes' that may take on the collector's and the deployer's."
  type        = list(string)
  default     = []
}

variable "ci" {
  description = "Whose jobs may publish releases; null for none."
  type = object({
    issuer       = string
    audience     = string
    subjects     = list(string)
    fingerprints = list(string)
  })
  default = null
}

variable "protected" {
  description = "Whether what keeps data resists deletion."
  type        = bool
  default     = true
}
