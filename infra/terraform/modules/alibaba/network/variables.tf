variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "tags" {
  description = "Tags of every resource; this provider has no default tags."
  type        = map(string)
}

variable "cidr_block" {
  description = "IPv4 range of the network, /16 to /18."
  type        = string

  validation {
    condition     = can(cidrhost(var.cidr_block, 0)) && can(regex("/1[678]$", var.cidr_block))
    error_message = "cidr_block must be an IPv4 range of /16 to /18, such as 10.32.0.0/16."
  }
}

variable "zone_count" {
  description = "Over how many zones the vSwitches are spread."
  type        = number
  default     = 2

  validation {
    condition     = var.zone_count >= 2 && var.zone_count <= 6
    error_message = "zone_count must be 2 to 6, so that losing one zone leaves another."
  }
}

variable "nat_bandwidth_mbps" {
  description = "The most that leaves through the NAT gateway."
  type        = number
  default     = 100

  validation {
    condition     = var.nat_bandwidth_mbps >= 1 && var.nat_bandwidth_mbps <= 200
    error_message = "nat_bandwidth_mbps must be 1 to 200."
  }
}

variable "protected" {
  description = "Whether the gateway and its address resist deletion."
  type        = bool
  default     = true
}
