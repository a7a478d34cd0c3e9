variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "environment" {
  description = "Which environment this is."
  type        = string
}

variable "region" {
  description = "Region, as the firewall's metrics name it."
  type        = string
}

variable "alarm_emails" {
  description = "Who is told of alarms; each address has to confirm."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for address in var.alarm_emails : can(regex("^[^@\\s]+@[^@\\s]+$", address))])
    error_message = "alarm_emails must be addresses."
  }
}

variable "data_key_arn" {
  description = "Key of the topic and the queue."
  type        = string
}

variable "audit_key_arn" {
  description = "Key of logs."
  type        = string
}

variable "trail_log_group" {
  description = "Log group of the trail."
  type        = string
}

variable "load_balancer_suffix" {
  description = "The load balancer as metrics name it."
  type        = string
}

variable "target_group_suffix" {
  description = "The target group as metrics name it."
  type        = string
}

variable "web_acl_name" {
  description = "The firewall as metrics name it."
  type        = string
}

variable "database_identifier" {
  description = "Name of the database's instance."
  type        = string
}

variable "autoscaling_group_name" {
  description = "Name of the group of nodes."
  type        = string
}

variable "least_nodes" {
  description = "The fewest nodes that are to be in service."
  type        = number
}

variable "backup_vault_name" {
  description = "Name of the vault."
  type        = string
}
