variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "environment" {
  description = "Which environment this is."
  type        = string
}

variable "vpc_id" {
  description = "Id of the network whose flows are logged."
  type        = string
}

variable "key_arn" {
  description = "Key of trails and logs."
  type        = string
}

variable "keep_days" {
  description = "For how many days trails and access logs are kept."
  type        = number
  default     = 400

  validation {
    condition     = var.keep_days >= 90
    error_message = "keep_days must be 90 or more."
  }
}

variable "protected" {
  description = "Whether the buckets can only be destroyed when they are empty."
  type        = bool
  default     = true
}
