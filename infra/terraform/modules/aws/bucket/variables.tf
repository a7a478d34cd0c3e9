variable "bucket" {
  description = "Name of the bucket, unique among all of AWS."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "bucket must be 3 to 63 lower-case letters, digits and hyphens."
  }
}

variable "key_arn" {
  description = "KMS key; null for keys of S3 itself, which only the receiver of the load balancer's logs needs."
  type        = string
}

variable "protected" {
  description = "Whether the bucket can only be destroyed when it is empty."
  type        = bool
  default     = true
}

variable "keep_old_versions_days" {
  description = "How long a version is kept after another has replaced it."
  type        = number
  default     = 90

  validation {
    condition     = var.keep_old_versions_days >= 1
    error_message = "keep_old_versions_days must be 1 or more."
  }
}

variable "expire_days" {
  description = "After how many days objects go; null for never."
  type        = number
  default     = null
}

variable "statements" {
  description = "Further statements of the bucket's policy."
  type        = any
  default     = []
}

variable "logs_to" {
  description = "The bucket in which accesses are logged; null for none."
  type        = object({ bucket = string })
  default     = null
}
