mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "000000000000" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_region" {
    defaults = { region = "us-east-1" }
  }
}

variables {
  name = "swen-prod"
}

run "the_trail_is_whole_encrypted_and_proof_against_changes" {
  module {
    source = "./modules/aws/audit"
  }

  variables {
    environment = "prod"
    vpc_id      = "vpc-1"
    key_arn     = "arn:aws:kms:us-east-1:000000000000:key/2"
  }

  assert {
    condition     = aws_cloudtrail.this.is_multi_region_trail && aws_cloudtrail.this.enable_log_file_validation && aws_cloudtrail.this.kms_key_id == var.key_arn
    error_message = "The trail must see every region, be signed and encrypted."
  }

  assert {
    condition     = aws_flow_log.this.traffic_type == "ALL" && aws_flow_log.this.vpc_id == var.vpc_id
    error_message = "All flows of the network must be logged."
  }

  assert {
    condition     = alltrue([for group in [aws_cloudwatch_log_group.trail, aws_cloudwatch_log_group.flow] : group.kms_key_id == var.key_arn && group.retention_in_days >= 90])
    error_message = "Logs must be encrypted and kept."
  }
}

run "copies_are_encrypted_and_cannot_be_deleted_before_their_time" {
  module {
    source = "./modules/aws/backup"
  }

  variables {
    key_arn        = "arn:aws:kms:us-east-1:000000000000:key/1"
    resource_arns  = ["arn:aws:rds:us-east-1:000000000000:db:swen-prod"]
    copy_vault_arn = "arn:aws:backup:eu-west-1:000000000000:backup-vault:copies"
  }

  assert {
    condition     = aws_backup_vault.this.kms_key_arn == var.key_arn && aws_backup_vault_lock_configuration.this[0].min_retention_days >= 7
    error_message = "The vault must be encrypted and locked."
  }

  assert {
    condition     = length(aws_backup_plan.this.rule) == 2 && anytrue([for rule in aws_backup_plan.this.rule : length(rule.copy_action) == 1 && rule.enable_continuous_backup == true])
    error_message = "There must be daily copies, also elsewhere, and monthly ones."
  }
}

run "refuses_to_back_up_nothing" {
  command = plan

  module {
    source = "./modules/aws/backup"
  }

  variables {
    key_arn       = "arn:aws:kms:us-east-1:000000000000:key/1"
    resource_arns = []
  }

  expect_failures = [var.resource_arns]
}

run "alarms_reach_people_and_notices_an_encrypted_queue" {
  module {
    source = "./modules/aws/observability"
  }

  variables {
    environment            = "prod"
    region                 = "us-east-1"
    alarm_emails           = ["platform@example.com"]
    data_key_arn           = "arn:aws:kms:us-east-1:000000000000:key/1"
    audit_key_arn          = "arn:aws:kms:us-east-1:000000000000:key/2"
    trail_log_group        = "/swen/prod/trail"
    load_balancer_suffix   = "app/swen-prod/1"
    target_group_suffix    = "targetgroup/swen-prod-gateway/1"
    web_acl_name           = "swen-prod"
    database_identifier    = "swen-prod"
    autoscaling_group_name = "swen-prod-node"
    least_nodes            = 3
    backup_vault_name      = "swen-prod"
  }

  assert {
    condition = length(aws_cloudwatch_metric_alarm.this) == 9 && alltrue([
      for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_actions == toset([aws_sns_topic.alarms.arn])
    ])
    error_message = "Every alarm must reach the topic."
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.trail) == 6 && length(aws_sns_topic_subscription.mail) == 1
    error_message = "The trail must be watched, and somebody be told."
  }

  assert {
    condition     = aws_sqs_queue.notices.kms_master_key_id == var.data_key_arn && aws_sns_topic.alarms.kms_master_key_id == var.data_key_arn
    error_message = "The queue and the topic must be encrypted."
  }
}
