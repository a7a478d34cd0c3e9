mock_provider "alicloud" {
  mock_data "alicloud_caller_identity" {
    defaults = { account_id = "0000000000000000" }
  }
}

mock_provider "random" {}

variables {
  name               = "swen-prod"
  environment        = "prod"
  tags               = { Project = "swen", Environment = "prod", ManagedBy = "terraform" }
  database           = { version = "17", class = "pg.n4.2c.2m", storage_gb = 100, backup_days = 14 }
  copy_region        = "ap-southeast-1"
  vswitch_ids        = { "eu-central-1a" = "vsw-1", "eu-central-1b" = "vsw-2" }
  client_cidr_blocks = ["10.32.0.0/20", "10.32.16.0/20"]
  kms_instance_id    = "kst-1"
  key_id             = "key-1"
  log_bucket         = "swen-prod-0000000000000000-access"
}

run "the_database_is_encrypted_private_doubled_and_hard_to_delete" {
  module {
    source = "./modules/alibaba/data"
  }

  assert {
    condition     = alicloud_db_instance.this.encryption_key == var.key_id && alicloud_db_instance.this.ssl_action == "Open"
    error_message = "The database must be encrypted with the key that is given, and so its connections."
  }

  assert {
    condition = (
      alicloud_db_instance.this.category == "HighAvailability"
      && alicloud_db_instance.this.zone_id != alicloud_db_instance.this.zone_id_slave_a
      && length(split(",", alicloud_db_instance.this.vswitch_id)) == 2
    )
    error_message = "The database must have a standby in another zone."
  }

  assert {
    condition     = toset(alicloud_db_instance.this.security_ips) == toset(var.client_cidr_blocks)
    error_message = "The database must be reached from the nodes only."
  }

  assert {
    condition     = alicloud_db_instance.this.deletion_protection && alicloud_db_backup_policy.this.backup_retention_period >= 7 && alicloud_db_backup_policy.this.enable_backup_log
    error_message = "The database must resist deletion and be backed up."
  }

  assert {
    condition     = alicloud_rds_instance_cross_backup_policy.this[0].cross_backup_region == "ap-southeast-1"
    error_message = "The database's backups must be copied to the other region."
  }
}

run "the_owners_password_is_changed_by_kms" {
  module {
    source = "./modules/alibaba/data"
  }

  assert {
    condition     = alicloud_kms_secret.database.enable_automatic_rotation && alicloud_kms_secret.database.rotation_interval == "604800s" && alicloud_kms_secret.database.encryption_key_id == var.key_id
    error_message = "The owner's password must be KMS's to change, each week."
  }

  assert {
    condition     = alltrue([for tags in [alicloud_db_instance.this.tags, alicloud_kms_secret.database.tags] : alltrue([for key, value in var.tags : try(tags[key] == value, false)])])
    error_message = "Everything that takes tags must have them."
  }
}

run "refuses_the_whole_world_as_a_client" {
  command = plan

  module {
    source = "./modules/alibaba/data"
  }

  variables {
    client_cidr_blocks = ["0.0.0.0/0"]
  }

  expect_failures = [var.client_cidr_blocks]
}

run "refuses_a_single_zone" {
  command = plan

  module {
    source = "./modules/alibaba/data"
  }

  variables {
    vswitch_ids = { "eu-central-1a" = "vsw-1" }
  }

  expect_failures = [var.vswitch_ids]
}
