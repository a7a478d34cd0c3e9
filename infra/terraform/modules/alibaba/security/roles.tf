# Four roles. The nodes' own one can do little but take on the collector's and the deployer's, one for each adapter; CI has
# no key at all and comes by the identity that its runner vouches for.

locals {
  # Actions that Alibaba Cloud does not tie to a resource; reading only.
  collector_reads = [
    "bss:DescribeInstanceBill",
    "cms:QueryMetricList",
    "ecs:DescribeAvailableResource",
    "ecs:DescribeInstanceHistoryEvents",
    "ecs:DescribeInstanceTypes",
    "ecs:DescribeInstances",
    "ecs:DescribeInstancesFullStatus",
    "ecs:DescribePrice",
    "ecs:DescribeRegions",
    "ecs:DescribeSpotAdvice",
    "ecs:DescribeSpotPriceHistory",
    "ecs:DescribeZones",
  ]
  deployer_reads = ["ecs:DescribeInstances", "ecs:DescribeInstancesFullStatus", "ecs:DescribeZones"]
  ecs            = "acs:ecs:*:${local.account}"
  bucket         = "acs:oss:*:${local.account}:${var.name}-${local.account}"

  adapter_trust = jsonencode({
    Version = "1"
    Statement = [{
      Effect    = "Allow"
      Principal = { RAM = concat(["acs:ram::${local.account}:role/${alicloud_ram_role.node.role_name}"], var.trusted_role_arns) }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "alicloud_ram_role" "node" {
  role_name            = "${var.name}-node"
  description          = "Nodes that run the platform"
  max_session_duration = 3600

  assume_role_policy_document = jsonencode({
    Version = "1"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["ecs.aliyuncs.com"] }
      Action    = "sts:AssumeRole"
    }]
  })

  tags = var.tags
}

resource "alicloud_ram_policy" "node" {
  policy_name = "${var.name}-node"
  description = "Nodes that run the platform"

  policy_document = jsonencode({
    Version = "1"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["sts:AssumeRole"]
        Resource = ["acs:ram::${local.account}:role/${var.name}-collector", "acs:ram::${local.account}:role/${var.name}-deployer"]
      },
      {
        Effect   = "Allow"
        Action   = ["kms:DescribeSecret", "kms:GetSecretValue"]
        Resource = ["acs:kms:${local.region}:${local.account}:secret/swen/${var.environment}/*"]
      },
      {
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = ["acs:kms:${local.region}:${local.account}:key/${alicloud_kms_key.data.id}"]
      },
      {
        Effect   = "Allow"
        Action   = ["oss:GetObject"]
        Resource = ["${local.bucket}-artifacts/releases/*"]
      },
      {
        Effect   = "Allow"
        Action   = ["oss:GetObject", "oss:PutObject"]
        Resource = ["${local.bucket}-exports/*"]
      },
      {
        Effect   = "Allow"
        Action   = ["log:PostLogStoreLogs"]
        Resource = ["acs:log:${local.region}:${local.account}:project/${var.name}-${local.account}/logstore/platform"]
      },
    ]
  })

  tags = var.tags
}

resource "alicloud_ram_role_policy_attachment" "node" {
  role_name   = alicloud_ram_role.node.role_name
  policy_name = alicloud_ram_policy.node.policy_name
  policy_type = "Custom"
}

resource "alicloud_ram_role" "collector" {
  role_name                   = "${var.name}-collector"
  description                 = "telemetry-service: reads prices, metrics, instances and costs"
  assume_role_policy_document = local.adapter_trust
  max_session_duration        = 3600

  tags = var.tags
}

resource "alicloud_ram_policy" "collector" {
  policy_name = "${var.name}-collector"
  description = "telemetry-service: reads prices, metrics, instances and costs"

  policy_document = jsonencode({
    Version = "1"
    Statement = [{
      Effect   = "Allow"
      Action   = local.collector_reads
      Resource = ["*"]
    }]
  })

  tags = var.tags
}

resource "alicloud_ram_role_policy_attachment" "collector" {
  role_name   = alicloud_ram_role.collector.role_name
  policy_name = alicloud_ram_policy.collector.policy_name
  policy_type = "Custom"
}

resource "alicloud_ram_role" "deployer" {
  role_name                   = "${var.name}-deployer"
  description                 = "gitops-service: starts and ends workloads' instances, its own only"
  assume_role_policy_document = local.adapter_trust
  max_session_duration        = 3600

  tags = var.tags
}

resource "alicloud_ram_policy" "deployer" {
  policy_name = "${var.name}-deployer"
  description = "gitops-service: starts and ends workloads' instances, its own only"

  policy_document = jsonencode({
    Version = "1"
    Statement = [
      {
        Effect   = "Allow"
        Action   = local.deployer_reads
        Resource = ["*"]
      },
      {
        # What is started carries SWEN's tags from its first moment.
        Effect   = "Allow"
        Action   = ["ecs:RunInstances", "ecs:TagResources"]
        Resource = ["${local.ecs}:instance/*", "${local.ecs}:disk/*"]
        Condition = {
          StringEquals = {
            "acs:RequestTag/Project"     = "swen"
            "acs:RequestTag/Environment" = var.environment
            "acs:RequestTag/ManagedBy"   = "swen"
          }
        }
      },
      {
        Effect = "Allow"
        Action = ["ecs:RunInstances"]
        Resource = [
          "${local.ecs}:securitygroup/${alicloud_security_group.workload.id}",
          "acs:vpc:*:${local.account}:vswitch/*",
          "${local.ecs}:image/*",
        ]
      },
      {
        Effect   = "Allow"
        Action   = ["ecs:DeleteInstances"]
        Resource = ["${local.ecs}:instance/*"]
        Condition = {
          StringEquals = {
            "acs:ResourceTag/Project"     = "swen"
            "acs:ResourceTag/Environment" = var.environment
            "acs:ResourceTag/ManagedBy"   = "swen"
          }
        }
      },
    ]
  })

  tags = var.tags
}

resource "alicloud_ram_role_policy_attachment" "deployer" {
  role_name   = alicloud_ram_role.deployer.role_name
  policy_name = alicloud_ram_policy.deployer.policy_name
  policy_type = "Custom"
}

resource "alicloud_ims_oidc_provider" "ci" {
  count = var.ci == null ? 0 : 1

  oidc_provider_name = "${var.name}-ci"
  description        = "CI"
  issuer_url         = var.ci.issuer
  client_ids         = [var.ci.audience]
  fingerprints       = var.ci.fingerprints
}

resource "alicloud_ram_role" "ci" {
  count = var.ci == null ? 0 : 1

  role_name            = "${var.name}-ci"
  description          = "CI: publishes releases"
  max_session_duration = 3600

  assume_role_policy_document = jsonencode({
    Version = "1"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = ["acs:ram::${local.account}:oidc-provider/${alicloud_ims_oidc_provider.ci[0].oidc_provider_name}"] }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = {
          "oidc:iss" = [var.ci.issuer]
          "oidc:aud" = [var.ci.audience]
          "oidc:sub" = var.ci.subjects
        }
      }
    }]
  })

  tags = var.tags
}

resource "alicloud_ram_policy" "ci" {
  count = var.ci == null ? 0 : 1

  policy_name = "${var.name}-ci"
  description = "CI: publishes releases"

  policy_document = jsonencode({
    Version = "1"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["oss:GetObject", "oss:PutObject"]
        Resource = ["${local.bucket}-artifacts/releases/*"]
      },
      {
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = ["acs:kms:${local.region}:${local.account}:key/${alicloud_kms_key.data.id}"]
      },
    ]
  })

  tags = var.tags
}

resource "alicloud_ram_role_policy_attachment" "ci" {
  count = var.ci == null ? 0 : 1

  role_name   = alicloud_ram_role.ci[0].role_name
  policy_name = alicloud_ram_policy.ci[0].policy_name
  policy_type = "Custom"
}
