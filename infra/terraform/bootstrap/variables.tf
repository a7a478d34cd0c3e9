variable "account_ids" {
  description = "The accounts that may be changed."
  type = object({
    aws     = optional(string)
    alibaba = optional(string)
  })
  default = {}
}

variable "aws_region" {
  description = "AWS region of the states."
  type        = string
  default     = "us-east-1"
}

variable "alibaba_region" {
  description = "Alibaba Cloud region of the states."
  type        = string
  default     = "eu-central-1"
}

variable "alibaba_kms_instance_id" {
  description = "A KMS instance of the account, in which the key is made; keys that rotate need one."
  type        = string
}
