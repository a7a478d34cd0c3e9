# One key for what the platform keeps and one for what is kept about it, in a KMS instance of this environment's own: since
# KMS 3.0 secrets are only kept in such.

resource "alicloud_kms_instance" "this" {
  instance_name       = var.name
  product_version     = "3"
  payment_type        = "PayAsYouGo"
  vpc_id              = var.vpc_id
  vpc_num             = 1
  zone_ids            = keys(var.data_vswitch_ids)
  vswitch_ids         = values(var.data_vswitch_ids)
  spec                = 1000
  key_num             = 1000
  secret_num          = 100
  deletion_protection = var.protected

  tags = var.tags
}

resource "alicloud_kms_key" "data" {
  description            = "${var.name}: disks, database, buckets, secrets, backups"
  dkms_instance_id       = alicloud_kms_instance.this.id
  key_spec               = "Aliyun_AES_256"
  automatic_rotation     = "Enabled"
  rotation_interval      = "90d"
  pending_window_in_days = var.protected ? 30 : 7
  deletion_protection    = var.protected ? "Enabled" : "Disabled"

  tags = var.tags
}

resource "alicloud_kms_alias" "data" {
  alias_name = "alias/${var.name}-data"
  key_id     = alicloud_kms_key.data.id
}

resource "alicloud_kms_key" "audit" {
  description            = "${var.name}: trails and logs"
  dkms_instance_id       = alicloud_kms_instance.this.id
  key_spec               = "Aliyun_AES_256"
  automatic_rotation     = "Enabled"
  rotation_interval      = "90d"
  pending_window_in_days = var.protected ? 30 : 7
  deletion_protection    = var.protected ? "Enabled" : "Disabled"

  tags = var.tags
}

resource "alicloud_kms_alias" "audit" {
  alias_name = "alias/${var.name}-audit"
  key_id     = alicloud_kms_key.audit.id
}
