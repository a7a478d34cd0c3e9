variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "site" {
  description = "The name the world uses, the name CloudFront reaches the load balancer by, and the public Route 53 zone that both are in."
  type = object({
    host   = string
    origin = string
    zone   = string
  })

  validation {
    condition     = endswith(var.site.host, var.site.zone) && endswith(var.site.origin, var.site.zone) && var.site.host != var.site.origin
    error_message = "site.host and site.origin must be two names in site.zone."
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

variable "shield_advanced" {
  description = "Whether the account has Shield Advanced and it is to guard what is public here."
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

variable "subnet_ids" {
  description = "Public subnets, one a zone."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "subnet_ids must name subnets in two zones or more."
  }
}

variable "security_group_id" {
  description = "Group of the load balancer."
  type        = string
}

variable "log_bucket" {
  description = "Where the load balancer's accesses are logged."
  type        = string
}
