# Four roles. The nodes' own one can do little but take on the collector's and the deployer's, one for each adapter; CI has
# no key at all and comes by the identity that its runner vouches for.

locals {
  # Actions that AWS does not tie to a resource; reading only.
  collector_reads = [
    "ce:GetCostAndUsage",
    "cloudwatch:GetMetricData",
    "ec2:DescribeAvailabilityZones",
    "ec2:DescribeInstanceStatus",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeInstances",
    "ec2:DescribeRegions",
    "ec2:DescribeSpotPriceHistory",
    "ec2:GetSpotPlacementScores",
    "pricing:GetProducts",
  ]
  deployer_reads = ["ec2:DescribeAvailabilityZones", "ec2:DescribeInstanceStatus", "ec2:DescribeInstances"]
  ec2            = "arn:${local.partition}:ec2:*:${local.account}"
  bucket         = "arn:${local.partition}:s3:::${var.name}-${local.account}"
}

resource "aws_iam_role" "node" {
  name                 = "${var.name}-node"
  description          = "Nodes that run the platform"
  max_session_duration = 3600

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_instance_profile" "node" {
  name = "${var.name}-node"
  role = aws_iam_role.node.name
}

resource "aws_iam_role_policy" "node" {
  name = "platform"
  role = aws_iam_role.node.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Adapters"
        Effect   = "Allow"
        Action   = ["sts:AssumeRole"]
        Resource = [aws_iam_role.collector.arn, aws_iam_role.deployer.arn]
      },
      {
        Sid      = "Secrets"
        Effect   = "Allow"
        Action   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
        Resource = "arn:${local.partition}:secretsmanager:${local.region}:${local.account}:secret:swen/${var.environment}/*"
      },
      {
        # The database's own secret is named by RDS; what it belongs to is told by its tags.
        Sid       = "DatabaseSecret"
        Effect    = "Allow"
        Action    = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
        Resource  = "arn:${local.partition}:secretsmanager:${local.region}:${local.account}:secret:rds!db-*"
        Condition = { StringEquals = { "aws:ResourceTag/Project" = "swen", "aws:ResourceTag/Environment" = var.environment } }
      },
      {
        Sid      = "Releases"
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = "${local.bucket}-artifacts/releases/*"
      },
      {
        Sid      = "Exports"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject"]
        Resource = "${local.bucket}-exports/*"
      },
      {
        Sid      = "Keys"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
        Resource = aws_kms_key.data.arn
      },
      {
        Sid      = "Logs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/swen/${var.environment}/platform:*"
      },
    ]
  })
}

locals {
  adapter_trust = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = concat([aws_iam_role.node.arn], var.trusted_role_arns) }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role" "collector" {
  name                 = "${var.name}-collector"
  description          = "telemetry-service: reads prices, metrics, instances, costs and notices"
  assume_role_policy   = local.adapter_trust
  max_session_duration = 3600
}

resource "aws_iam_role_policy" "collector" {
  name = "read"
  role = aws_iam_role.collector.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Read"
        Effect   = "Allow"
        Action   = local.collector_reads
        Resource = "*"
      },
      {
        # A notice is taken off SWEN's own queue once it is stored; nothing else is ever written.
        Sid      = "Notices"
        Effect   = "Allow"
        Action   = ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"]
        Resource = "arn:${local.partition}:sqs:${local.region}:${local.account}:${var.name}-notices"
      },
      {
        Sid       = "NoticesKey"
        Effect    = "Allow"
        Action    = ["kms:Decrypt"]
        Resource  = aws_kms_key.data.arn
        Condition = { StringEquals = { "kms:ViaService" = "sqs.${local.region}.amazonaws.com" } }
      },
    ]
  })
}

resource "aws_iam_role_policy" "collector_bills" {
  count = var.cost_export == null ? 0 : 1

  name = "bills"
  role = aws_iam_role.collector.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "CostExport"
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = "arn:${local.partition}:s3:::${var.cost_export}/*"
    }]
  })
}

resource "aws_iam_role" "deployer" {
  name                 = "${var.name}-deployer"
  description          = "gitops-service: starts and ends workloads' instances, its own only"
  assume_role_policy   = local.adapter_trust
  max_session_duration = 3600
}

resource "aws_iam_role_policy" "deployer" {
  name = "workloads"
  role = aws_iam_role.deployer.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Read"
        Effect   = "Allow"
        Action   = local.deployer_reads
        Resource = "*"
      },
      {
        # What is started carries SWEN's tags from its first moment.
        Sid      = "StartTagged"
        Effect   = "Allow"
        Action   = ["ec2:RunInstances"]
        Resource = ["${local.ec2}:instance/*", "${local.ec2}:volume/*", "${local.ec2}:spot-instances-request/*"]
        Condition = {
          StringEquals = {
            "aws:RequestTag/Project"     = "swen"
            "aws:RequestTag/Environment" = var.environment
            "aws:RequestTag/ManagedBy"   = "swen"
          }
        }
      },
      {
        Sid      = "StartInNetwork"
        Effect   = "Allow"
        Action   = ["ec2:RunInstances"]
        Resource = ["${local.ec2}:subnet/*", "${local.ec2}:security-group/*"]
        Condition = {
          StringEquals = {
            "aws:ResourceTag/Project"     = "swen"
            "aws:ResourceTag/Environment" = var.environment
          }
        }
      },
      {
        Sid      = "StartFrom"
        Effect   = "Allow"
        Action   = ["ec2:RunInstances"]
        Resource = ["${local.ec2}:network-interface/*", "arn:${local.partition}:ec2:*::image/*"]
      },
      {
        Sid       = "TagAtStart"
        Effect    = "Allow"
        Action    = ["ec2:CreateTags"]
        Resource  = ["${local.ec2}:instance/*", "${local.ec2}:volume/*", "${local.ec2}:spot-instances-request/*"]
        Condition = { StringEquals = { "ec2:CreateAction" = "RunInstances" } }
      },
      {
        Sid      = "EndOwn"
        Effect   = "Allow"
        Action   = ["ec2:TerminateInstances"]
        Resource = "${local.ec2}:instance/*"
        Condition = {
          StringEquals = {
            "aws:ResourceTag/Project"     = "swen"
            "aws:ResourceTag/Environment" = var.environment
            "aws:ResourceTag/ManagedBy"   = "swen"
          }
        }
      },
    ]
  })
}

resource "aws_iam_openid_connect_provider" "ci" {
  count = var.ci == null ? 0 : 1

  url            = var.ci.issuer
  client_id_list = [var.ci.audience]

  tags = { Name = "${var.name}-ci" }
}

resource "aws_iam_role" "ci" {
  count = var.ci == null ? 0 : 1

  name                 = "${var.name}-ci"
  description          = "CI: publishes releases"
  max_session_duration = 3600

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = aws_iam_openid_connect_provider.ci[0].arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "${trimprefix(var.ci.issuer, "https://")}:aud" = var.ci.audience
          "${trimprefix(var.ci.issuer, "https://")}:sub" = var.ci.subjects
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "ci" {
  count = var.ci == null ? 0 : 1

  name = "releases"
  role = aws_iam_role.ci[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Releases"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject"]
        Resource = "${local.bucket}-artifacts/releases/*"
      },
      {
        Sid      = "Keys"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = aws_kms_key.data.arn
      },
    ]
  })
}
