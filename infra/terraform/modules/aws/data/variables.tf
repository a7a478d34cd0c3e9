variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "environment" {
  description = "Which environment this is."
  type        = string
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
    condition     = var.database.storage_gb >= 20 && var.database.storage_gb <= 16384
    error_message = "database.storage_gb must be 20 to 16384."
  }

  validation {
    condition     = var.database.backup_days >= 7 && var.database.backup_days <= 35
    error_message = "database.backup_days must be 7 to 35."
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

variable "secret_names" {
  description = "Secrets of the services, by name."
  type        = set(string)
  default     = ["encryption-keys", "oidc-client", "signing-keys"]
}

variable "protected" {
  description = "Whether the database and the buckets resist deletion."
  type        = bool
  default     = true
}

variable "subnet_ids" {
  description = "Subnets for data, one a zone."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "subnet_ids must name subnets in two zones or more."
  }
}

variable "security_group_id" {
  description = "Group of the database."
  type        = string
}

variable "key_arn" {
  description = "Key of the database, the buckets and the secrets."
  type        = string
}

variable "log_bucket" {
  description = "Where accesses to the buckets are logged."
  type        = string
}
