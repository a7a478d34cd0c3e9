variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "environment" {
  description = "Which environment this is."
  type        = string
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
}

variable "database" {
  description = "Version of PostgreSQL, instance class, size of the disk at first (it grows up to four times that), and for how many days backups are kept."
  type = object({
    version     = string
    class       = string
    storage_gb  = number
    backup_days = number
  })

  validation {
    condition     = can(regex("^1[5-9]$", var.database.version))
    error_message = "database.version must be 15 or newer; SWEN runs on nothing older."
  }

  validation {
    condition     = var.database.storage_gb >= 20 && var.database.storage_gb <= 16000
    error_message = "database.storage_gb must be 20 to 16000."
  }

  validation {
    condition     = var.database.backup_days >= 7 && var.database.backup_days <= 730
    error_message = "database.backup_days must be 7 to 730."
  }
}

variable "rotation_days" {
  description = "After how many days the database owner's password is changed."
  type        = number
  default     = 7

  validation {
    condition     = var.rotation_days >= 1 && var.rotation_days <= 90
    error_message = "rotation_days must be 1 to 90."
  }
}

variable "copy_region" {
  description = "A region that gets copies of the database's backups; null for none."
  type        = string
  default     = null
}

variable "protected" {
  description = "Whether the database and the buckets resist deletion."
  type        = bool
  default     = true
}

variable "vswitch_ids" {
  description = "vSwitches for data by zone."
  type        = map(string)

  validation {
    condition     = length(var.vswitch_ids) >= 2
    error_message = "vswitch_ids must name vSwitches in two zones or more."
  }
}

variable "client_cidr_blocks" {
  description = "From where the database may be reached."
  type        = list(string)

  validation {
    condition     = length(var.client_cidr_blocks) > 0 && alltrue([for range in var.client_cidr_blocks : !endswith(range, "/0")])
    error_message = "client_cidr_blocks must be ranges of the network, not the world."
  }
}

variable "kms_instance_id" {
  description = "KMS instance that keeps the secrets."
  type        = string
}

variable "key_id" {
  description = "Key of the database, the buckets and the secrets."
  type        = string
}

variable "log_bucket" {
  description = "Where accesses to the buckets are logged."
  type        = string
}
