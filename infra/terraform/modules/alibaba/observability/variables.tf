variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
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

variable "load_balancer_id" {
  description = "Id of the load balancer."
  type        = string
}

variable "database_id" {
  description = "Id of the database's instance."
  type        = string
}

variable "scaling_group_id" {
  description = "Id of the group of nodes."
  type        = string
}

variable "least_nodes" {
  description = "The fewest nodes that are to be in service."
  type        = number
}
