# One environment of SWEN on both clouds: what the platform stands on, and the networks that the workloads run in. Workloads
# themselves are started by SWEN's deployer and are not known here.

provider "aws" {
  region              = var.aws_region
  allowed_account_ids = var.account_ids.aws == null ? null : [var.account_ids.aws]

  default_tags {
    tags = local.tags
  }
}

provider "alicloud" {
  region = var.alibaba_region
}

data "alicloud_caller_identity" "current" {
  lifecycle {
    postcondition {
      condition     = var.account_ids.alibaba == null ? true : self.account_id == var.account_ids.alibaba
      error_message = "These credentials are of another Alibaba Cloud account than account_ids.alibaba."
    }
  }
}

locals {
  name = "swen-${var.environment}"

  # AWS gets them as default tags; the provider of Alibaba Cloud has none, so each resource takes them from here.
  tags = {
    Project     = "swen"
    Environment = var.environment
    ManagedBy   = "terraform"
  }
}

module "aws" {
  source = "./modules/aws"

  name                   = local.name
  environment            = var.environment
  tags                   = local.tags
  cidr_block             = var.aws_cidr_block
  zone_count             = var.zone_count
  nat_per_zone           = var.nat_per_zone
  public_cidr_blocks     = var.public_cidr_blocks
  site                   = var.sites.aws
  image_id               = var.images.aws
  nodes                  = merge(var.nodes, { types = var.nodes.aws_types })
  database               = merge(var.database, { class = var.database.aws_class })
  requests_per_5_minutes = var.requests_per_5_minutes
  shield_advanced        = var.ddos_advanced
  copy_vault_arn         = var.backup_copies.aws_vault_arn
  alarm_emails           = var.alarm_emails
  trusted_role_arns      = var.trusted_role_arns.aws
  cost_export            = var.aws_cost_export
  ci                     = var.ci
  protected              = var.protected
}

module "alibaba" {
  source = "./modules/alibaba"

  name                   = local.name
  environment            = var.environment
  tags                   = local.tags
  cidr_block             = var.alibaba_cidr_block
  zone_count             = var.zone_count
  public_cidr_blocks     = var.public_cidr_blocks
  site                   = var.sites.alibaba
  image_id               = var.images.alibaba
  nodes                  = merge(var.nodes, { types = var.nodes.alibaba_types })
  database               = merge(var.database, { class = var.database.alibaba_class })
  requests_per_5_minutes = var.requests_per_5_minutes
  anti_ddos_advanced     = var.ddos_advanced
  copy_region            = var.backup_copies.alibaba_region
  alarm_emails           = var.alarm_emails
  trusted_role_arns      = var.trusted_role_arns.alibaba
  ci                     = var.ci
  protected              = var.protected
}
