terraform {
  required_version = ">= 1.10"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
      # CloudFront takes its certificate and its firewall from us-east-1 only.
      configuration_aliases = [aws.global]
    }
  }
}
