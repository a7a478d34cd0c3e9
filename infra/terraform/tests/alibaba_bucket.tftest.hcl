mock_provider "alicloud" {
  mock_data "alicloud_caller_identity" {
    defaults = { account_id = "0000000000000000" }
  }
}

variables {
  bucket  = "swen-dev-0000000000000000-artifacts"
  tags    = { Project = "swen", Environment = "dev", ManagedBy = "terraform" }
  key_id  = "key-1"
  logs_to = { bucket = "swen-dev-0000000000000000-access" }
}

run "a_bucket_is_private_encrypted_versioned_and_reached_by_tls_only" {
  module {
    source = "./modules/alibaba/bucket"
  }

  assert {
    condition     = alicloud_oss_bucket_acl.this.acl == "private" && alicloud_oss_bucket_public_access_block.this.block_public_access
    error_message = "A bucket must be private."
  }

  assert {
    condition     = alicloud_oss_bucket_server_side_encryption.this.sse_algorithm == "KMS" && alicloud_oss_bucket_server_side_encryption.this.kms_master_key_id == var.key_id
    error_message = "A bucket must be encrypted with the key that is given."
  }

  assert {
    condition     = alicloud_oss_bucket_versioning.this.status == "Enabled" && alicloud_oss_bucket.this.redundancy_type == "ZRS"
    error_message = "A bucket must keep old versions, in several zones."
  }

  assert {
    condition     = jsondecode(alicloud_oss_bucket_policy.this.policy).Statement[0].Effect == "Deny" && !contains(alicloud_oss_bucket_https_config.this.tls_versions, "TLSv1.1")
    error_message = "A bucket must refuse requests without TLS."
  }

  assert {
    condition     = alltrue([for key, value in var.tags : try(alicloud_oss_bucket.this.tags[key] == value, false)])
    error_message = "Everything that takes tags must have them."
  }
}
