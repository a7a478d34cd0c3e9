mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "000000000000" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_resource "aws_db_instance" {
    defaults = {
      master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:rds!db-1" }]
    }
  }
}

variables {
  name              = "swen-prod"
  environment       = "prod"
  database          = { version = "17", class = "db.m7g.large", storage_gb = 100, backup_days = 14 }
  subnet_ids        = ["subnet-1", "subnet-2"]
  security_group_id = "sg-1"
  key_arn           = "arn:aws:kms:us-east-1:000000000000:key/1"
  log_bucket        = "swen-prod-000000000000-access"
}

run "the_database_is_encrypted_private_doubled_and_hard_to_delete" {
  module {
    source = "./modules/aws/data"
  }

  assert {
    condition     = aws_db_instance.this.storage_encrypted && aws_db_instance.this.kms_key_id == var.key_arn
    error_message = "The database must be encrypted with the key that is given."
  }

  assert {
    condition     = aws_db_instance.this.multi_az && !aws_db_instance.this.publicly_accessible
    error_message = "The database must have a standby in another zone and no public address."
  }

  assert {
    condition     = aws_db_instance.this.deletion_protection && !aws_db_instance.this.skip_final_snapshot && aws_db_instance.this.backup_retention_period >= 7
    error_message = "The database must resist deletion and be backed up."
  }

  assert {
    condition     = anytrue([for parameter in aws_db_parameter_group.this.parameter : parameter.name == "rds.force_ssl" && parameter.value == "1"])
    error_message = "The database must refuse connections without TLS."
  }
}

run "passwords_are_made_and_changed_outside_of_terraform" {
  module {
    source = "./modules/aws/data"
  }

  assert {
    condition     = aws_db_instance.this.manage_master_user_password && aws_secretsmanager_secret_rotation.database.rotation_rules[0].automatically_after_days <= 30
    error_message = "The owner's password must be RDS's to make and change."
  }

  assert {
    condition     = alltrue([for secret in aws_secretsmanager_secret.platform : secret.kms_key_id == var.key_arn && secret.recovery_window_in_days == 30])
    error_message = "Secrets must be encrypted with the key that is given, and be kept for a while after somebody deleted them."
  }
}

run "refuses_a_postgresql_that_swen_does_not_run_on" {
  command = plan

  module {
    source = "./modules/aws/data"
  }

  variables {
    database = { version = "14", class = "db.m7g.large", storage_gb = 100, backup_days = 14 }
  }

  expect_failures = [var.database]
}

run "refuses_a_single_zone" {
  command = plan

  module {
    source = "./modules/aws/data"
  }

  variables {
    subnet_ids = ["subnet-1"]
  }

  expect_failures = [var.subnet_ids]
}
