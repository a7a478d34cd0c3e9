variable "name" {
  description = "Prefix of every name."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,19}$", var.name))
    error_message = "name must be 2 to 20 lower-case letters, digits and hyphens, a letter first: longer ones do not fit the load balancer's."
  }
}

variable "environment" {
  description = "Which environment this is."
  type        = string
}

variable "tags" {
  description = "Tags of what the launch template starts; the provider's default tags reach everything else."
  type        = map(string)
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

variable "nat_per_zone" {
  description = "A NAT gateway in each zone rather than one for all."
  type        = bool
  default     = true
}

variable "public_cidr_blocks" {
  description = "From where the load balancer may be reached, by HTTPS only."
  type        = list(string)
  default     = ["0.0.0.0/0"]
}

variable "site" {
  description = "The name the world uses, the name CloudFront reaches the load balancer by, and the Route 53 zone of both."
  type = object({
    host   = string
    origin = string
    zone   = string
  })
}

variable "image_id" {
  description = "Image of the nodes; null for the newest Amazon Linux 2023, which starts and serves nothing."
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

variable "shield_advanced" {
  description = "Whether the account has Shield Advanced and it is to guard what is public here."
  type        = bool
  default     = false
}

variable "copy_vault_arn" {
  description = "A backup vault elsewhere that gets each daily copy as well; null for none."
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

variable "cost_export" {
  description = "Bucket and prefix of the account's data export with bills; null for none."
  type        = string
  default     = null
}

variable "ci" {
  description = "Whose jobs may publish releases; null for none."
  type = object({
    issuer   = string
    audience = string
    subjects = list(string)
  })
  default = null
}

variable "protected" {
  description = "Whether what keeps data resists deletion."
  type        = bool
  default     = true
}
