data "alicloud_caller_identity" "current" {}

locals {
  zones = keys(var.vswitch_ids)
}

# A standby in another zone. The role by which RDS uses a key of ours is the account's, made once by granting it in the console.
resource "alicloud_db_instance" "this" {
  instance_name            = var.name
  engine                   = "PostgreSQL"
  engine_version           = "${var.database.version}.0"
  category                 = "HighAvailability"
  instance_type            = var.database.class
  instance_storage         = var.database.storage_gb
  db_instance_storage_type = "cloud_essd"
  storage_auto_scale       = "Enable"
  storage_threshold        = 20
  storage_upper_bound      = var.database.storage_gb * 4
  instance_charge_type     = "Postpaid"

  zone_id         = local.zones[0]
  zone_id_slave_a = local.zones[1]
  vswitch_id      = join(",", [for zone in slice(local.zones, 0, 2) : var.vswitch_ids[zone]])
  security_ips    = var.client_cidr_blocks

  encryption_key             = var.key_id
  role_arn                   = "acs:ram::${data.alicloud_caller_identity.current.account_id}:role/aliyunrdsinstanceencryptiondefaultrole"
  ssl_action                 = "Open"
  deletion_protection        = var.protected
  maintain_time              = "03:00Z-04:00Z"
  auto_upgrade_minor_version = "Auto"

  parameters {
    name  = "log_connections"
    value = "on"
  }

  parameters {
    name  = "log_disconnections"
    value = "on"
  }

  parameters {
    name  = "log_min_duration_statement"
    value = "1000"
  }

  tags = var.tags
}

resource "alicloud_db_backup_policy" "this" {
  instance_id             = alicloud_db_instance.this.id
  preferred_backup_period = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
  preferred_backup_time   = "01:00Z-02:00Z"
  backup_retention_period = var.database.backup_days
  enable_backup_log       = true
  log_backup_frequency    = "LogInterval"
  # The last copies stay when somebody releases the instance.
  released_keep_policy = "Lastest"
}

resource "alicloud_rds_instance_cross_backup_policy" "this" {
  count = var.copy_region == null ? 0 : 1

  instance_id         = alicloud_db_instance.this.id
  cross_backup_region = var.copy_region
  retention           = var.database.backup_days
}

# Only the first password: KMS changes it from then on, here and in the database, and Terraform does not look at it again.
resource "random_password" "first" {
  length           = 32
  override_special = "!#%^*()_+-="
  min_lower        = 1
  min_upper        = 1
  min_numeric      = 1
  min_special      = 1
}

resource "alicloud_rds_account" "owner" {
  db_instance_id      = alicloud_db_instance.this.id
  account_name        = "swen_owner"
  account_type        = "Super"
  account_description = "Owner of the databases of SWEN"
  account_password    = random_password.first.result

  lifecycle {
    ignore_changes = [account_password]
  }
}

resource "alicloud_kms_secret" "database" {
  secret_name               = "swen/${var.environment}/database-owner"
  description               = "SWEN ${var.environment}: owner of the databases"
  secret_type               = "Rds"
  secret_data               = jsonencode({ Accounts = [{ AccountName = alicloud_rds_account.owner.account_name, AccountPassword = random_password.first.result }] })
  version_id                = "first"
  dkms_instance_id          = var.kms_instance_id
  encryption_key_id         = var.key_id
  enable_automatic_rotation = true
  rotation_interval         = "${var.rotation_days * 86400}s"
  recovery_window_in_days   = var.protected ? 30 : 7
  extended_config           = jsonencode({ SecretSubType = "SingleUser", DBInstanceId = alicloud_db_instance.this.id, CustomData = {} })

  tags = var.tags

  lifecycle {
    ignore_changes = [secret_data, version_id]
  }
}

module "bucket" {
  source   = "../bucket"
  for_each = { artifacts = null, exports = 2555, checkpoints = 90 }

  bucket      = "${var.name}-${data.alicloud_caller_identity.current.account_id}-${each.key}"
  tags        = var.tags
  key_id      = var.key_id
  protected   = var.protected
  expire_days = each.value
  logs_to     = { bucket = var.log_bucket }
}
