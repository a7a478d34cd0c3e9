# Both modules with every input said, for an organisation that has its own root: CI of GitLab, service accounts of its own
# clusters, three zones.

provider "aws" {
  region = var.aws_region

  default_tags {
    tags = local.tags
  }
}

provider "alicloud" {
  region = var.alibaba_region
}

locals {
  name = "swen-example"

  tags = {
    Project     = "swen"
    Environment = "staging"
    ManagedBy   = "terraform"
  }

  nodes = {
    min                  = 3
    max                  = 9
    desired              = 3
    on_demand_base       = 2
    on_demand_percentage = 50
  }

  database = {
    version     = "17"
    storage_gb  = 200
    backup_days = 35
  }

  ci = {
    issuer       = "https://gitlab.example.com"
    audience     = "swen"
    subjects     = ["project_path:platform/swen:ref_type:tag:ref:v1.0.0"]
    fingerprints = ["0000000000000000000000000000000000000000"]
  }
}

module "aws" {
  source = "../../modules/aws"

  name               = local.name
  environment        = local.tags.Environment
  tags               = local.tags
  cidr_block         = "10.20.0.0/16"
  zone_count         = 3
  nat_per_zone       = true
  public_cidr_blocks = ["203.0.113.0/24"]
  image_id           = "ami-0123456789abcdef0"

  site = {
    host   = "swen.example.com"
    origin = "origin.swen.example.com"
    zone   = "example.com"
  }

  nodes    = merge(local.nodes, { types = ["m7i.xlarge", "m6i.xlarge", "m7a.xlarge"] })
  database = merge(local.database, { class = "db.m7g.xlarge" })

  requests_per_5_minutes = 2000
  shield_advanced        = true
  copy_vault_arn         = "arn:aws:backup:eu-west-1:000000000000:backup-vault:copies"
  alarm_emails           = ["platform@example.com"]
  trusted_role_arns      = ["arn:aws:iam::000000000000:role/cluster-telemetry"]
  cost_export            = "my-bills/exports/swen"
  ci                     = local.ci
  protected              = true
}

module "alibaba" {
  source = "../../modules/alibaba"

  name               = local.name
  environment        = local.tags.Environment
  tags               = local.tags
  cidr_block         = "10.36.0.0/16"
  zone_count         = 3
  public_cidr_blocks = ["203.0.113.0/24"]
  image_id           = "m-0123456789abcdefghij"

  site = {
    host               = "swen.example.net"
    origin             = "origin.swen.example.net"
    zone               = "example.net"
    certificate_id     = "1"
    certificate_region = "ap-southeast-1"
    scope              = "overseas"
  }

  nodes    = merge(local.nodes, { types = ["ecs.g7.xlarge", "ecs.g6.xlarge"] })
  database = merge(local.database, { class = "pg.n4.4c.2m" })

  requests_per_5_minutes = 2000
  anti_ddos_advanced     = true
  copy_region            = "ap-southeast-1"
  alarm_emails           = ["platform@example.com"]
  trusted_role_arns      = ["acs:ram::0000000000000000:role/cluster-telemetry"]
  ci                     = local.ci
  protected              = true
}
