variable "environment" {
  description = "Which environment this is; part of every name and tag."
  type        = string

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "environment must be dev, staging or prod."
  }
}

variable "aws_region" {
  description = "AWS region of the network."
  type        = string
  default     = "us-east-1"
}

variable "alibaba_region" {
  description = "Alibaba Cloud region of the network."
  type        = string
  default     = "eu-central-1"
}

variable "aws_cidr_block" {
  description = "IPv4 range of the AWS network; must not overlap with alibaba_cidr_block where the two are to be joined."
  type        = string
  default     = "10.16.0.0/16"

  validation {
    condition     = can(cidrsubnet(var.aws_cidr_block, 4, 1))
    error_message = "aws_cidr_block must be an IPv4 range of /28 or larger, such as 10.16.0.0/16."
  }
}

variable "alibaba_cidr_block" {
  description = "IPv4 range of the Alibaba Cloud network."
  type        = string
  default     = "10.32.0.0/16"

  validation {
    condition     = can(cidrsubnet(var.alibaba_cidr_block, 4, 1))
    error_message = "alibaba_cidr_block must be an IPv4 range of /28 or larger, such as 10.32.0.0/16."
  }
}
