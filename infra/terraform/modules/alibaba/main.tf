# Alibaba Cloud for one environment of SWEN. Each part is a module of its own; this file only says what each hands to the
# others.

data "alicloud_regions" "current" {
  current = true
}

locals {
  region = data.alicloud_regions.current.regions[0].id
}

module "network" {
  source = "./network"

  name       = var.name
  tags       = var.tags
  cidr_block = var.cidr_block
  zone_count = var.zone_count
  protected  = var.protected
}

module "security" {
  source = "./security"

  name               = var.name
  environment        = var.environment
  tags               = var.tags
  vpc_id             = module.network.vpc_id
  data_vswitch_ids   = module.network.data_vswitch_ids
  edge_cidr_blocks   = module.network.edge_cidr_blocks
  data_cidr_blocks   = module.network.data_cidr_blocks
  public_cidr_blocks = var.public_cidr_blocks
  protected          = var.protected
  trusted_role_arns  = var.trusted_role_arns
  ci                 = var.ci
}

module "audit" {
  source = "./audit"

  name      = var.name
  tags      = var.tags
  vpc_id    = module.network.vpc_id
  key_id    = module.security.audit_key_id
  protected = var.protected
}

module "data" {
  source = "./data"

  name               = var.name
  environment        = var.environment
  tags               = var.tags
  database           = var.database
  copy_region        = var.copy_region
  protected          = var.protected
  vswitch_ids        = module.network.data_vswitch_ids
  client_cidr_blocks = module.network.private_cidr_blocks
  kms_instance_id    = module.security.kms_instance_id
  key_id             = module.security.data_key_id
  log_bucket         = module.audit.access_log_bucket
}

module "edge" {
  source = "./edge"

  name                   = var.name
  tags                   = var.tags
  region                 = local.region
  site                   = var.site
  requests_per_5_minutes = var.requests_per_5_minutes
  anti_ddos_advanced     = var.anti_ddos_advanced
  protected              = var.protected
  vpc_id                 = module.network.vpc_id
  vswitch_ids            = module.network.edge_vswitch_ids
  security_group_id      = module.security.security_group_ids.load_balancer
  log_project            = module.audit.log_project
  access_log_store       = module.audit.log_stores.access
}

module "compute" {
  source = "./compute"

  name              = var.name
  tags              = var.tags
  image_id          = var.image_id
  instance_types    = var.nodes.types
  size              = { min = var.nodes.min, max = var.nodes.max, desired = var.nodes.desired }
  spot              = { on_demand_base = var.nodes.on_demand_base, on_demand_percentage = var.nodes.on_demand_percentage }
  vswitch_ids       = values(module.network.private_vswitch_ids)
  security_group_id = module.security.security_group_ids.node
  role_name         = module.security.node_role_name
  key_id            = module.security.data_key_id
  server_group_id   = module.edge.server_group_id
  protected         = var.protected

  node_environment = {
    SWEN_ENVIRONMENT           = var.environment
    SWEN_PUBLIC_URL            = module.edge.url
    SWEN_DATABASE_ADDRESS      = module.data.database_address
    SWEN_DATABASE_SECRET_NAME  = module.data.database_secret_name
    SWEN_SECRETS_PREFIX        = "swen/${var.environment}/"
    SWEN_EXPORT_BUCKET         = module.data.buckets.exports
    SWEN_RELEASE_BUCKET        = module.data.buckets.artifacts
    SWEN_ALIBABA_ROLE_ARN      = module.security.role_arns.collector
    SWEN_ALIBABA_DEPLOYER_ROLE = module.security.role_arns.deployer
    SWEN_LOG_PROJECT           = module.audit.log_project
    SWEN_LOG_STORE             = module.audit.log_stores.platform
  }
}

module "backup" {
  source = "./backup"

  name        = var.name
  tags        = var.tags
  key_id      = module.security.data_key_id
  buckets     = module.data.buckets
  copy_region = var.copy_region
  protected   = var.protected
}

module "observability" {
  source = "./observability"

  name             = var.name
  tags             = var.tags
  alarm_emails     = var.alarm_emails
  load_balancer_id = module.edge.load_balancer_id
  database_id      = module.data.database_id
  scaling_group_id = module.compute.scaling_group_id
  least_nodes      = var.nodes.min
}
