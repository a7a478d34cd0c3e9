# Where states are kept when Terraform is run by hand or by CI rather than by SWEN (which keeps them itself): on each cloud a
# bucket with old versions, a key of its own and a lock. Applied once an organisation, before everything else.

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

data "aws_caller_identity" "current" {}

data "alicloud_caller_identity" "current" {
  lifecycle {
    postcondition {
      condition     = var.account_ids.alibaba == null ? true : self.account_id == var.account_ids.alibaba
      error_message = "These credentials are of another Alibaba Cloud account than account_ids.alibaba."
    }
  }
}

locals {
  name = "swen-states"

  tags = {
    Project     = "swen"
    Environment = "shared"
    ManagedBy   = "terraform"
  }
}

resource "aws_kms_key" "states" {
  description             = "Terraform states of SWEN"
  enable_key_rotation     = true
  rotation_period_in_days = 90
  deletion_window_in_days = 30

  tags = { Name = local.name }
}

resource "aws_kms_alias" "states" {
  name          = "alias/${local.name}"
  target_key_id = aws_kms_key.states.key_id
}

module "s3" {
  source = "../modules/aws/bucket"

  bucket                 = "${local.name}-${data.aws_caller_identity.current.account_id}"
  key_arn                = aws_kms_key.states.arn
  keep_old_versions_days = 365
}

resource "alicloud_kms_key" "states" {
  description            = "Terraform states of SWEN"
  key_spec               = "Aliyun_AES_256"
  pending_window_in_days = 30
  dkms_instance_id       = var.alibaba_kms_instance_id
  automatic_rotation     = "Enabled"
  rotation_interval      = "90d"
  deletion_protection    = "Enabled"

  tags = local.tags
}

module "oss" {
  source = "../modules/alibaba/bucket"

  bucket                 = "${local.name}-${data.alicloud_caller_identity.current.account_id}"
  tags                   = local.tags
  key_id                 = alicloud_kms_key.states.id
  keep_old_versions_days = 365
}

# OSS knows no conditional writes that Terraform could lock with; its backend takes a table for that.
resource "alicloud_ots_instance" "locks" {
  name          = local.name
  description   = "Locks of Terraform states"
  instance_type = "Capacity"

  tags = local.tags
}

resource "alicloud_ots_table" "locks" {
  instance_name = alicloud_ots_instance.locks.name
  table_name    = "locks"
  max_version   = 1
  time_to_live  = -1
  enable_sse    = true
  sse_key_type  = "SSE_KMS_SERVICE"

  primary_key {
    name = "LockID"
    type = "String"
  }
}
