# Daily and monthly copies of the database and the buckets, in a vault that nobody can empty before their time, and where a
# second vault is named (another region, best another account) there as well.

data "aws_partition" "current" {}

resource "aws_backup_vault" "this" {
  name        = var.name
  kms_key_arn = var.key_arn

  tags = { Name = var.name }
}

resource "aws_backup_vault_lock_configuration" "this" {
  count = var.protected ? 1 : 0

  backup_vault_name  = aws_backup_vault.this.name
  min_retention_days = 7
  max_retention_days = 400
}

resource "aws_iam_role" "this" {
  name                 = "${var.name}-backup"
  description          = "AWS Backup: copies and restores"
  max_session_duration = 3600

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "backup.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = toset([
    "service-role/AWSBackupServiceRolePolicyForBackup",
    "service-role/AWSBackupServiceRolePolicyForRestores",
    "AWSBackupServiceRolePolicyForS3Backup",
    "AWSBackupServiceRolePolicyForS3Restore",
  ])

  role       = aws_iam_role.this.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.value}"
}

resource "aws_backup_plan" "this" {
  name = var.name

  rule {
    rule_name                = "daily"
    target_vault_name        = aws_backup_vault.this.name
    schedule                 = "cron(0 1 * * ? *)"
    start_window             = 60
    completion_window        = 480
    enable_continuous_backup = true

    lifecycle {
      delete_after = var.keep_daily_days
    }

    dynamic "copy_action" {
      for_each = var.copy_vault_arn == null ? [] : [var.copy_vault_arn]

      content {
        destination_vault_arn = copy_action.value

        lifecycle {
          delete_after = var.keep_daily_days
        }
      }
    }
  }

  rule {
    rule_name         = "monthly"
    target_vault_name = aws_backup_vault.this.name
    schedule          = "cron(0 4 1 * ? *)"
    start_window      = 60
    completion_window = 720

    lifecycle {
      delete_after = var.keep_monthly_days
    }
  }

  tags = { Name = var.name }
}

resource "aws_backup_selection" "this" {
  name         = var.name
  plan_id      = aws_backup_plan.this.id
  iam_role_arn = aws_iam_role.this.arn
  resources    = var.resource_arns
}
