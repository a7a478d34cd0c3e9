# Who did what (ActionTrail), who talked to whom (flow logs), who asked for what (access logs of the load balancer and buckets).

data "alicloud_caller_identity" "current" {}

data "alicloud_regions" "current" {
  current = true
}

locals {
  account = data.alicloud_caller_identity.current.account_id
  region  = data.alicloud_regions.current.regions[0].id

  # Days that each kind of log is kept in the log service; the trail also goes to a bucket, for longer.
  stores = { trail = 90, flow = 90, access = 90, platform = 30 }
}

module "access_bucket" {
  source = "../bucket"

  bucket      = "${var.name}-${local.account}-access"
  tags        = var.tags
  key_id      = var.key_id
  protected   = var.protected
  expire_days = var.keep_days
}

module "trail_bucket" {
  source = "../bucket"

  bucket      = "${var.name}-${local.account}-trail"
  tags        = var.tags
  key_id      = var.key_id
  protected   = var.protected
  expire_days = var.keep_days
  logs_to     = { bucket = module.access_bucket.bucket }
}

resource "alicloud_log_project" "this" {
  project_name = "${var.name}-${local.account}"
  description  = "Trail, flows, accesses and the platform's own logs"

  tags = var.tags
}

resource "alicloud_log_store" "this" {
  for_each = local.stores

  project_name     = alicloud_log_project.this.project_name
  logstore_name    = each.key
  retention_period = each.value
  shard_count      = 2
  auto_split       = true

  max_split_shard_count = 16

  encrypt_conf {
    enable       = true
    encrypt_type = "default"

    user_cmk_info {
      cmk_key_id = var.key_id
      arn        = "acs:ram::${local.account}:role/aliyunlogdefaultrole"
      region_id  = local.region
    }
  }
}

resource "alicloud_ram_role" "trail" {
  role_name            = "${var.name}-trail"
  description          = "ActionTrail: writes its bucket and log store"
  max_session_duration = 3600

  assume_role_policy_document = jsonencode({
    Version = "1"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["actiontrail.aliyuncs.com"] }
      Action    = "sts:AssumeRole"
    }]
  })

  tags = var.tags
}

resource "alicloud_ram_policy" "trail" {
  policy_name = "${var.name}-trail"
  description = "ActionTrail: writes its bucket and log store"

  policy_document = jsonencode({
    Version = "1"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["oss:GetBucketLocation", "oss:ListObjects", "oss:PutObject"]
        Resource = ["acs:oss:*:${local.account}:${var.name}-${local.account}-trail", "acs:oss:*:${local.account}:${var.name}-${local.account}-trail/*"]
      },
      {
        Effect   = "Allow"
        Action   = ["log:GetLogStore", "log:PostLogStoreLogs"]
        Resource = ["acs:log:${local.region}:${local.account}:project/${var.name}-${local.account}/logstore/trail"]
      },
      {
        Effect   = "Allow"
        Action   = ["kms:GenerateDataKey"]
        Resource = ["acs:kms:${local.region}:${local.account}:key/${var.key_id}"]
      },
    ]
  })

  tags = var.tags
}

resource "alicloud_ram_role_policy_attachment" "trail" {
  role_name   = alicloud_ram_role.trail.role_name
  policy_name = alicloud_ram_policy.trail.policy_name
  policy_type = "Custom"
}

resource "alicloud_actiontrail_trail" "this" {
  trail_name         = var.name
  status             = "Enable"
  event_rw           = "All"
  trail_region       = "All"
  oss_bucket_name    = module.trail_bucket.bucket
  oss_key_prefix     = "trail"
  oss_write_role_arn = "acs:ram::${local.account}:role/${alicloud_ram_role.trail.role_name}"
  sls_project_arn    = "acs:log:${local.region}:${local.account}:project/${alicloud_log_project.this.project_name}"
  sls_write_role_arn = "acs:ram::${local.account}:role/${alicloud_ram_role.trail.role_name}"

  depends_on = [alicloud_ram_role_policy_attachment.trail, alicloud_log_store.this]
}

resource "alicloud_vpc_flow_log" "this" {
  flow_log_name        = var.name
  description          = "All of the network's flows"
  resource_type        = "VPC"
  resource_id          = var.vpc_id
  traffic_type         = "All"
  aggregation_interval = "10"
  project_name         = alicloud_log_project.this.project_name
  log_store_name       = alicloud_log_store.this["flow"].logstore_name
  status               = "Active"

  tags = var.tags
}
