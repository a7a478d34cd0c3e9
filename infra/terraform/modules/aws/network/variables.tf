variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "cidr_block" {
  description = "IPv4 range of the network, /16 to /18."
  type        = string

  validation {
    condition     = can(cidrhost(var.cidr_block, 0)) && can(regex("/1[678]$", var.cidr_block))
    error_message = "cidr_block must be an IPv4 range of /16 to /18, such as 10.16.0.0/16."
  }
}

variable "zone_count" {
  description = "Over how many zones the subnets are spread."
  type        = number
  default     = 2

  validation {
    condition     = var.zone_count >= 2 && var.zone_count <= 6
    error_message = "zone_count must be 2 to 6, so that losing one zone leaves another."
  }
}

variable "nat_per_zone" {
  description = "A NAT gateway in each zone rather than one for all: it costs more, and no zone depends on another."
  type        = bool
  default     = true
}
