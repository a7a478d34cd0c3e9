# AWS for one environment of SWEN. Each part is a module of its own; this file only says what each hands to the others.

data "aws_region" "current" {}

module "network" {
  source = "./network"

  name         = var.name
  cidr_block   = var.cidr_block
  zone_count   = var.zone_count
  nat_per_zone = var.nat_per_zone
}

module "security" {
  source = "./security"

  name               = var.name
  environment        = var.environment
  vpc_id             = module.network.vpc_id
  public_cidr_blocks = var.public_cidr_blocks
  protected          = var.protected
  trusted_role_arns  = var.trusted_role_arns
  cost_export        = var.cost_export
  ci                 = var.ci
}

module "audit" {
  source = "./audit"

  name        = var.name
  environment = var.environment
  vpc_id      = module.network.vpc_id
  key_arn     = module.security.audit_key_arn
  protected   = var.protected
}

module "data" {
  source = "./data"

  name              = var.name
  environment       = var.environment
  database          = var.database
  protected         = var.protected
  subnet_ids        = values(module.network.data_subnet_ids)
  security_group_id = module.security.security_group_ids.database
  key_arn           = module.security.data_key_arn
  log_bucket        = module.audit.access_log_bucket
}

module "edge" {
  source = "./edge"

  name                   = var.name
  site                   = var.site
  requests_per_5_minutes = var.requests_per_5_minutes
  shield_advanced        = var.shield_advanced
  protected              = var.protected
  vpc_id                 = module.network.vpc_id
  subnet_ids             = values(module.network.public_subnet_ids)
  security_group_id      = module.security.security_group_ids.load_balancer
  log_bucket             = module.audit.access_log_bucket
}

module "compute" {
  source = "./compute"

  name                 = var.name
  tags                 = var.tags
  image_id             = var.image_id
  instance_types       = var.nodes.types
  size                 = { min = var.nodes.min, max = var.nodes.max, desired = var.nodes.desired }
  spot                 = { on_demand_base = var.nodes.on_demand_base, on_demand_percentage = var.nodes.on_demand_percentage }
  subnet_ids           = values(module.network.private_subnet_ids)
  security_group_id    = module.security.security_group_ids.node
  instance_profile_arn = module.security.instance_profile_arn
  key_arn              = module.security.data_key_arn
  target_group_arn     = module.edge.target_group_arn

  node_environment = {
    SWEN_ENVIRONMENT         = var.environment
    SWEN_PUBLIC_URL          = module.edge.url
    SWEN_DATABASE_ADDRESS    = module.data.database_address
    SWEN_DATABASE_SECRET_ARN = module.data.database_secret_arn
    SWEN_SECRETS_PREFIX      = "swen/${var.environment}/"
    SWEN_EXPORT_BUCKET       = module.data.buckets.exports
    SWEN_RELEASE_BUCKET      = module.data.buckets.artifacts
    SWEN_AWS_ROLE_ARN        = module.security.role_arns.collector
    SWEN_AWS_DEPLOYER_ROLE   = module.security.role_arns.deployer
    SWEN_AWS_NOTICE_QUEUES   = module.observability.notice_queue_arn
    SWEN_LOG_GROUP           = module.observability.log_group
  }
}

module "backup" {
  source = "./backup"

  name           = var.name
  key_arn        = module.security.data_key_arn
  resource_arns  = concat([module.data.database_arn], values(module.data.bucket_arns))
  copy_vault_arn = var.copy_vault_arn
  protected      = var.protected
}

module "observability" {
  source = "./observability"

  name                   = var.name
  environment            = var.environment
  region                 = data.aws_region.current.region
  alarm_emails           = var.alarm_emails
  data_key_arn           = module.security.data_key_arn
  audit_key_arn          = module.security.audit_key_arn
  trail_log_group        = module.audit.trail_log_group
  load_balancer_suffix   = module.edge.load_balancer_suffix
  target_group_suffix    = module.edge.target_group_suffix
  web_acl_name           = module.edge.web_acl_name
  database_identifier    = module.data.database_identifier
  autoscaling_group_name = "${var.name}-node"
  least_nodes            = var.nodes.min
  backup_vault_name      = module.backup.vault_name
}
