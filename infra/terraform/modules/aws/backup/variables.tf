variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "key_arn" {
  description = "Key of the backups."
  type        = string
}

variable "resource_arns" {
  description = "What is backed up."
  type        = list(string)

  validation {
    condition     = length(var.resource_arns) > 0
    error_message = "resource_arns must name something to back up."
  }
}

variable "keep_daily_days" {
  description = "For how many days the daily copies are kept, and to any point in which the database can be put back."
  type        = number
  default     = 35

  validation {
    condition     = var.keep_daily_days >= 7 && var.keep_daily_days <= 35
    error_message = "keep_daily_days must be 7 to 35, the most that continuous backups allow."
  }
}

variable "keep_monthly_days" {
  description = "For how many days the monthly copies are kept."
  type        = number
  default     = 365

  validation {
    condition     = var.keep_monthly_days >= 35 && var.keep_monthly_days <= 400
    error_message = "keep_monthly_days must be 35 to 400."
  }
}

variable "copy_vault_arn" {
  description = "A vault elsewhere that gets each daily copy as well; null for none."
  type        = string
  default     = null
}

variable "protected" {
  description = "Whether copies cannot be deleted before their time."
  type        = bool
  default     = true
}
