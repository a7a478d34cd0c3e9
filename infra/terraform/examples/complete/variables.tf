variable "aws_region" {
  description = "AWS region."
  type        = string
  default     = "eu-central-1"
}

variable "alibaba_region" {
  description = "Alibaba Cloud region."
  type        = string
  default     = "eu-central-1"
}
