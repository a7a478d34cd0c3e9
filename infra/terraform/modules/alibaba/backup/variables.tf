variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
}

variable "key_id" {
  description = "Key of the backups."
  type        = string
}

variable "buckets" {
  description = "Buckets that are backed up, by what they are for."
  type        = map(string)

  validation {
    condition     = length(var.buckets) > 0
    error_message = "buckets must name something to back up."
  }
}

variable "keep_daily_days" {
  description = "For how many days the daily copies are kept."
  type        = number
  default     = 35

  validation {
    condition     = var.keep_daily_days >= 7 && var.keep_daily_days <= 365
    error_message = "keep_daily_days must be 7 to 365."
  }
}

variable "keep_monthly_days" {
  description = "For how many days one copy a month is kept."
  type        = number
  default     = 365

  validation {
    condition     = var.keep_monthly_days >= 35 && var.keep_monthly_days <= 3650
    error_message = "keep_monthly_days must be 35 to 3650."
  }
}

variable "copy_region" {
  description = "A region that gets each copy as well; null for none."
  type        = string
  default     = null
}

variable "protected" {
  description = "Whether copies cannot be deleted before their time."
  type        = bool
  default     = true
}
