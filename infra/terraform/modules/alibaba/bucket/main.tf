# A bucket as every bucket here is: private, encrypted with a key of ours, versioned, reached by TLS only, kept in three zones.

data "alicloud_caller_identity" "current" {}

resource "alicloud_oss_bucket" "this" {
  bucket          = var.bucket
  redundancy_type = "ZRS"
  force_destroy   = !var.protected

  lifecycle_rule {
    id      = "old-versions"
    prefix  = ""
    enabled = true

    noncurrent_version_expiration {
      days = var.keep_old_versions_days
    }

    abort_multipart_upload {
      days = 7
    }
  }

  dynamic "lifecycle_rule" {
    for_each = var.expire_days == null ? [] : [var.expire_days]

    content {
      id      = "expire"
      prefix  = "/"
      enabled = true

      expiration {
        days = lifecycle_rule.value
      }
    }
  }

  tags = var.tags

  lifecycle {
    # Set by resources of their own, below; the bucket's own arguments for them are the older way.
    ignore_changes = [acl, policy, server_side_encryption_rule, versioning, logging]
  }
}

resource "alicloud_oss_bucket_acl" "this" {
  bucket = alicloud_oss_bucket.this.bucket
  acl    = "private"
}

resource "alicloud_oss_bucket_public_access_block" "this" {
  bucket              = alicloud_oss_bucket.this.bucket
  block_public_access = true
}

resource "alicloud_oss_bucket_server_side_encryption" "this" {
  bucket            = alicloud_oss_bucket.this.bucket
  sse_algorithm     = "KMS"
  kms_master_key_id = var.key_id
}

resource "alicloud_oss_bucket_versioning" "this" {
  bucket = alicloud_oss_bucket.this.bucket
  status = "Enabled"
}

resource "alicloud_oss_bucket_https_config" "this" {
  bucket       = alicloud_oss_bucket.this.bucket
  enable       = true
  tls_versions = ["TLSv1.2", "TLSv1.3"]
}

resource "alicloud_oss_bucket_policy" "this" {
  bucket = alicloud_oss_bucket.this.bucket

  policy = jsonencode({
    Version = "1"
    Statement = [{
      Effect    = "Deny"
      Principal = ["*"]
      Action    = ["oss:*"]
      Resource = [
        "acs:oss:*:${data.alicloud_caller_identity.current.account_id}:${var.bucket}",
        "acs:oss:*:${data.alicloud_caller_identity.current.account_id}:${var.bucket}/*",
      ]
      Condition = { Bool = { "acs:SecureTransport" = ["false"] } }
    }]
  })
}

resource "alicloud_oss_bucket_logging" "this" {
  count = var.logs_to == null ? 0 : 1

  bucket        = alicloud_oss_bucket.this.bucket
  target_bucket = var.logs_to.bucket
  target_prefix = "oss/${var.bucket}/"
}
