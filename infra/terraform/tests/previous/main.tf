# The network that SWEN's workloads run in, on both clouds: private subnets over two zones and a group that lets nothing in.
# SWEN's own deployer starts instances into it; nothing else is created here yet.

provider "aws" {
  region = var.aws_region

  default_tags {
    tags = local.tags
  }
}

provider "alicloud" {
  region = var.alibaba_region
}

locals {
  tags = {
    Project     = "swen"
    Environment = var.environment
    ManagedBy   = "terraform"
  }
}

module "aws" {
  source = "./modules/aws"

  name       = "swen-${var.environment}"
  cidr_block = var.aws_cidr_block
}

module "alibaba" {
  source = "./modules/alibaba"

  name       = "swen-${var.environment}"
  cidr_block = var.alibaba_cidr_block
  tags       = local.tags
}
