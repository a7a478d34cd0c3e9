# One key for what the platform keeps and one for what is kept about it, so that who may read logs need not be able to read
# data. The actions are listed: kms:* would also cover what AWS adds later.

locals {
  administer_key = [
    "kms:CancelKeyDeletion",
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "kms:RetireGrant",
    "kms:RevokeGrant",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateKeyDescription",
  ]
  use_key = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"]

  account_statement = {
    Sid       = "Account"
    Effect    = "Allow"
    Principal = { AWS = local.root }
    Action    = local.administer_key
    Resource  = "*"
  }
}

resource "aws_kms_key" "data" {
  description             = "${var.name}: disks, database, buckets, secrets, backups"
  enable_key_rotation     = true
  rotation_period_in_days = 90
  deletion_window_in_days = var.protected ? 30 : 7

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      local.account_statement,
      {
        # Without it a scaling group cannot start a node with an encrypted disk.
        Sid       = "ScalingGroup"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling" }
        Action    = local.use_key
        Resource  = "*"
      },
      {
        Sid       = "ScalingGroupGrants"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling" }
        Action    = ["kms:CreateGrant"]
        Resource  = "*"
        Condition = { Bool = { "kms:GrantIsForAWSResource" = "true" } }
      },
      {
        # Events of AWS itself into the queue and the topic.
        Sid       = "Notices"
        Effect    = "Allow"
        Principal = { Service = ["events.amazonaws.com", "cloudwatch.amazonaws.com"] }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
      },
    ]
  })

  tags = { Name = "${var.name}-data" }
}

resource "aws_kms_alias" "data" {
  name          = "alias/${var.name}-data"
  target_key_id = aws_kms_key.data.key_id
}

resource "aws_kms_key" "audit" {
  description             = "${var.name}: trails and logs"
  enable_key_rotation     = true
  rotation_period_in_days = 90
  deletion_window_in_days = var.protected ? 30 : 7

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      local.account_statement,
      {
        Sid       = "Logs"
        Effect    = "Allow"
        Principal = { Service = "logs.${local.region}.amazonaws.com" }
        Action    = local.use_key
        Resource  = "*"
        Condition = {
          ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/swen/${var.environment}/*" }
        }
      },
      {
        Sid       = "Trail"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = ["kms:DescribeKey", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceArn" = "arn:${local.partition}:cloudtrail:${local.region}:${local.account}:trail/${var.name}" } }
      },
    ]
  })

  tags = { Name = "${var.name}-audit" }
}

resource "aws_kms_alias" "audit" {
  name          = "alias/${var.name}-audit"
  target_key_id = aws_kms_key.audit.key_id
}
