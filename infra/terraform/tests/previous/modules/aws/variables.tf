variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "cidr_block" {
  description = "IPv4 range of the network."
  type        = string
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
