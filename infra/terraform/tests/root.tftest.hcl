mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["us-east-1a", "us-east-1b", "us-east-1c"] }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "000000000000" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_region" {
    defaults = { region = "us-east-1" }
  }

  mock_resource "aws_acm_certificate" {
    defaults = {
      domain_validation_options = [{
        domain_name           = "origin.swen.example.com"
        resource_record_name  = "_1.origin.swen.example.com."
        resource_record_type  = "CNAME"
        resource_record_value = "_2.acm-validations.aws."
      }]
    }
  }

  mock_resource "aws_db_instance" {
    defaults = {
      master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:rds!db-1" }]
    }
  }
}

mock_provider "alicloud" {
  mock_data "alicloud_caller_identity" {
    defaults = { account_id = "0000000000000000" }
  }

  mock_data "alicloud_regions" {
    defaults = { regions = [{ id = "eu-central-1" }] }
  }

  mock_data "alicloud_zones" {
    defaults = { zones = [{ id = "eu-central-1a" }, { id = "eu-central-1b" }, { id = "eu-central-1c" }] }
  }
}

mock_provider "random" {}

variables {
  environment = "prod"
  account_ids = { aws = "000000000000", alibaba = "0000000000000000" }
  images      = { aws = "ami-1", alibaba = "m-1" }

  sites = {
    aws     = { host = "swen.example.com", origin = "origin.swen.example.com", zone = "example.com" }
    alibaba = { host = "swen.example.net", origin = "origin.swen.example.net", zone = "example.net", certificate_id = "1" }
  }

  alarm_emails  = ["platform@example.com"]
  backup_copies = { aws_vault_arn = "arn:aws:backup:eu-west-1:000000000000:backup-vault:copies", alibaba_region = "ap-southeast-1" }

  nodes = {
    aws_types            = ["m7i.large", "m6i.large"]
    alibaba_types        = ["ecs.g7.large", "ecs.g6.large"]
    min                  = 2
    max                  = 4
    desired              = 2
    on_demand_base       = 2
    on_demand_percentage = 50
  }

  database = { version = "17", aws_class = "db.m7g.large", alibaba_class = "pg.n4.2c.2m", storage_gb = 100, backup_days = 35 }
}

run "both_clouds_stand_in_two_zones_and_say_where_workloads_go" {
  assert {
    condition     = length(output.aws.subnet_ids) == 2 && length(output.alibaba.vswitch_ids) == 2
    error_message = "Workloads must find two zones in each cloud."
  }

  assert {
    condition     = output.aws.security_group_id != "" && output.alibaba.security_group_id != ""
    error_message = "Workloads must find their group in each cloud."
  }

  assert {
    condition     = toset(keys(local.tags)) == toset(["Project", "Environment", "ManagedBy"]) && local.tags.Environment == "prod"
    error_message = "The three tags must be given to everything."
  }

  assert {
    condition     = output.aws.role_arns.ci == null && output.alibaba.role_arns.ci == null
    error_message = "Without an issuer that is trusted there must be no role for CI."
  }
}

run "refuses_an_environment_it_does_not_know" {
  command = plan

  variables {
    environment = "test"
  }

  expect_failures = [var.environment]
}

run "refuses_prod_without_accounts_images_people_copies_and_protection" {
  command = plan

  variables {
    account_ids   = {}
    images        = {}
    alarm_emails  = []
    backup_copies = {}
    protected     = false
  }

  expect_failures = [var.account_ids, var.images, var.alarm_emails, var.backup_copies, var.protected]
}

run "refuses_credentials_of_another_account" {
  command = plan

  variables {
    account_ids = { aws = "000000000000", alibaba = "1111111111111111" }
  }

  expect_failures = [data.alicloud_caller_identity.current]
}

run "refuses_a_single_zone" {
  command = plan

  variables {
    zone_count = 1
  }

  expect_failures = [var.zone_count]
}
