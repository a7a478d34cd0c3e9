variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "tags" {
  description = "Tags of what the launch template starts."
  type        = map(string)
}

variable "image_id" {
  description = "Image with the release in it; null for the newest Amazon Linux 2023, which starts and serves nothing."
  type        = string
  default     = null

  validation {
    condition     = var.image_id == null ? true : startswith(var.image_id, "ami-")
    error_message = "image_id must be the id of an image, such as ami-0123456789abcdef0."
  }
}

variable "instance_types" {
  description = "Types that may be started, the preferred one first; several keep spot capacity at hand."
  type        = list(string)

  validation {
    condition     = length(var.instance_types) >= 2
    error_message = "instance_types must name two types or more, so that a shortage of one leaves another."
  }
}

variable "size" {
  description = "Fewest and most nodes, and how many at first."
  type = object({
    min     = number
    max     = number
    desired = number
  })

  validation {
    condition     = var.size.min >= 1 && var.size.min <= var.size.desired && var.size.desired <= var.size.max && var.size.max <= 100
    error_message = "size must keep 1 <= min <= desired <= max <= 100."
  }
}

variable "spot" {
  description = "How many nodes are on demand in any case, and which percentage of those above."
  type = object({
    on_demand_base       = number
    on_demand_percentage = number
  })

  validation {
    condition     = var.spot.on_demand_base >= 1 && var.spot.on_demand_percentage >= 0 && var.spot.on_demand_percentage <= 100
    error_message = "spot needs on_demand_base of 1 or more, as spot capacity can go all at once, and a percentage of 0 to 100."
  }
}

variable "disk_gb" {
  description = "Size of a node's disk."
  type        = number
  default     = 50

  validation {
    condition     = var.disk_gb >= 20 && var.disk_gb <= 1000
    error_message = "disk_gb must be 20 to 1000."
  }
}

variable "target_cpu_percent" {
  description = "The CPU use that the group is scaled to."
  type        = number
  default     = 60

  validation {
    condition     = var.target_cpu_percent >= 20 && var.target_cpu_percent <= 90
    error_message = "target_cpu_percent must be 20 to 90."
  }
}

variable "subnet_ids" {
  description = "Private subnets, one a zone."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "subnet_ids must name subnets in two zones or more."
  }
}

variable "security_group_id" {
  description = "Group of the nodes."
  type        = string
}

variable "instance_profile_arn" {
  description = "Profile of the nodes."
  type        = string
}

variable "key_arn" {
  description = "Key of the nodes' disks."
  type        = string
}

variable "target_group_arn" {
  description = "Where the nodes answer."
  type        = string
}

variable "node_environment" {
  description = "Variables in /etc/swen/node.env: names and addresses, no secrets."
  type        = map(string)

  validation {
    condition     = alltrue([for name, value in var.node_environment : can(regex("^[A-Z][A-Z0-9_]*$", name)) && !strcontains(value, "\n")])
    error_message = "node_environment needs names of upper-case letters, digits and _, and values of one line."
  }
}
