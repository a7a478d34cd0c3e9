# Daily and monthly copies of the buckets, in a vault that nobody can empty before their time. The database's copies are made
# by RDS itself (see data).

resource "alicloud_hbr_vault" "this" {
  vault_name          = var.name
  vault_type          = "STANDARD"
  vault_storage_class = "STANDARD"
  encrypt_type        = "KMS"
  kms_key_id          = var.key_id
  worm_enabled        = var.protected
  description         = "Copies of SWEN's buckets"

  tags = var.tags
}

resource "alicloud_hbr_policy" "this" {
  policy_name        = var.name
  policy_type        = "STANDARD"
  policy_description = "Daily and monthly copies"

  rules {
    rule_type    = "BACKUP"
    backup_type  = "COMPLETE"
    schedule     = "I|1767229200|P1D"
    retention    = var.keep_daily_days
    archive_days = 0
    vault_id     = alicloud_hbr_vault.this.id
  }

  # One copy a month is kept longer than the others.
  rules {
    rule_type    = "TRANSITION"
    retention    = var.keep_daily_days
    archive_days = 0

    retention_rules {
      advanced_retention_type = "MONTHLY"
      retention               = var.keep_monthly_days
    }
  }

  dynamic "rules" {
    for_each = var.copy_region == null ? [] : [var.copy_region]

    content {
      rule_type             = "REPLICATION"
      replication_region_id = rules.value
      retention             = var.keep_daily_days
    }
  }
}

resource "alicloud_hbr_policy_binding" "bucket" {
  for_each = var.buckets

  policy_id                  = alicloud_hbr_policy.this.id
  source_type                = "OSS"
  data_source_id             = each.value
  policy_binding_description = each.key
  disabled                   = false
}
