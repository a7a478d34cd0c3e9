data "aws_caller_identity" "current" {}

resource "aws_db_subnet_group" "this" {
  name        = var.name
  description = "Subnets without a way out"
  subnet_ids  = var.subnet_ids

  tags = { Name = var.name }
}

resource "aws_db_parameter_group" "this" {
  name        = "${var.name}-postgres${var.database.version}"
  description = "PostgreSQL of SWEN"
  family      = "postgres${var.database.version}"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name  = "log_connections"
    value = "1"
  }

  parameter {
    name  = "log_disconnections"
    value = "1"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "1000"
  }

  tags = { Name = var.name }

  lifecycle {
    create_before_destroy = true
  }
}

# A standby in another zone; the password of its owner is made, kept and changed by RDS, so that it is in no state or plan.
resource "aws_db_instance" "this" {
  identifier     = var.name
  engine         = "postgres"
  engine_version = var.database.version
  instance_class = var.database.class

  allocated_storage     = var.database.storage_gb
  max_allocated_storage = var.database.storage_gb * 4
  storage_type          = "gp3"
  storage_encrypted     = true
  kms_key_id            = var.key_arn

  multi_az               = true
  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [var.security_group_id]
  parameter_group_name   = aws_db_parameter_group.this.name
  publicly_accessible    = false
  ca_cert_identifier     = "rds-ca-rsa2048-g1"

  username                            = "swen_owner"
  manage_master_user_password         = true
  master_user_secret_kms_key_id       = var.key_arn
  iam_database_authentication_enabled = true

  backup_retention_period         = var.database.backup_days
  backup_window                   = "02:00-03:00"
  maintenance_window              = "sun:03:30-sun:04:30"
  auto_minor_version_upgrade      = true
  copy_tags_to_snapshot           = true
  deletion_protection             = var.protected
  delete_automated_backups        = false
  skip_final_snapshot             = !var.protected
  final_snapshot_identifier       = var.protected ? "${var.name}-final" : null
  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]

  performance_insights_enabled    = true
  performance_insights_kms_key_id = var.key_arn

  tags = { Name = var.name }
}

# RDS changes the password every seven days by itself; this states when, and lets it be seen and altered.
resource "aws_secretsmanager_secret_rotation" "database" {
  secret_id          = aws_db_instance.this.master_user_secret[0].secret_arn
  rotate_immediately = false

  rotation_rules {
    automatically_after_days = var.rotation_days
  }
}

# Places for what the services need to know, without values: those are put in by a person or by ./swen, never by Terraform.
resource "aws_secretsmanager_secret" "platform" {
  for_each = var.secret_names

  name                    = "swen/${var.environment}/${each.key}"
  description             = "SWEN ${var.environment}: ${each.key}"
  kms_key_id              = var.key_arn
  recovery_window_in_days = var.protected ? 30 : 7
}

module "bucket" {
  source   = "../bucket"
  for_each = { artifacts = null, exports = 2555, checkpoints = 90 }

  bucket      = "${var.name}-${data.aws_caller_identity.current.account_id}-${each.key}"
  key_arn     = var.key_arn
  protected   = var.protected
  expire_days = each.value
  logs_to     = { bucket = var.log_bucket }
}
