# What tells people: alarms of what SWEN stands on. How SWEN itself is, its own rules say (deploy/prometheus).

data "aws_caller_identity" "current" {}

locals {
  account = data.aws_caller_identity.current.account_id
}

resource "aws_cloudwatch_log_group" "platform" {
  name              = "/swen/${var.environment}/platform"
  kms_key_id        = var.audit_key_arn
  retention_in_days = 30
}

resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = var.data_key_arn
}

resource "aws_sns_topic_policy" "alarms" {
  arn = aws_sns_topic.alarms.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Alarms"
      Effect    = "Allow"
      Principal = { Service = ["cloudwatch.amazonaws.com", "events.amazonaws.com"] }
      Action    = ["sns:Publish"]
      Resource  = aws_sns_topic.alarms.arn
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    }]
  })
}

resource "aws_sns_topic_subscription" "mail" {
  for_each = toset(var.alarm_emails)

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = each.value
}

locals {
  load_balancer = { LoadBalancer = var.load_balancer_suffix }
  target_group  = { LoadBalancer = var.load_balancer_suffix, TargetGroup = var.target_group_suffix }
  database      = { DBInstanceIdentifier = var.database_identifier }

  alarms = {
    errors = {
      what       = "The load balancer answers with server errors."
      namespace  = "AWS/ApplicationELB"
      metric     = "HTTPCode_Target_5XX_Count"
      statistic  = "Sum"
      dimensions = local.load_balancer
      above      = true
      threshold  = 20
      periods    = 3
      missing    = "notBreaching"
    }
    latency = {
      what       = "One request in twenty takes more than two seconds."
      namespace  = "AWS/ApplicationELB"
      metric     = "TargetResponseTime"
      statistic  = "p95"
      dimensions = local.load_balancer
      above      = true
      threshold  = 2
      periods    = 5
      missing    = "notBreaching"
    }
    no-node = {
      what       = "No node answers its health check."
      namespace  = "AWS/ApplicationELB"
      metric     = "HealthyHostCount"
      statistic  = "Minimum"
      dimensions = local.target_group
      above      = false
      threshold  = 1
      periods    = 2
      missing    = "breaching"
    }
    blocked = {
      what       = "The firewall blocks unusually many requests."
      namespace  = "AWS/WAFV2"
      metric     = "BlockedRequests"
      statistic  = "Sum"
      dimensions = { WebACL = var.web_acl_name, Region = var.region, Rule = "ALL" }
      above      = true
      threshold  = 5000
      periods    = 2
      missing    = "notBreaching"
    }
    database-cpu = {
      what       = "The database is busy."
      namespace  = "AWS/RDS"
      metric     = "CPUUtilization"
      statistic  = "Average"
      dimensions = local.database
      above      = true
      threshold  = 80
      periods    = 10
      missing    = "breaching"
    }
    database-storage = {
      what       = "The database's disk has less than 5 GiB left."
      namespace  = "AWS/RDS"
      metric     = "FreeStorageSpace"
      statistic  = "Minimum"
      dimensions = local.database
      above      = false
      threshold  = 5368709120
      periods    = 3
      missing    = "breaching"
    }
    database-connections = {
      what       = "The database has many connections."
      namespace  = "AWS/RDS"
      metric     = "DatabaseConnections"
      statistic  = "Maximum"
      dimensions = local.database
      above      = true
      threshold  = 400
      periods    = 5
      missing    = "breaching"
    }
    nodes = {
      what       = "Fewer nodes are in service than the group's least."
      namespace  = "AWS/AutoScaling"
      metric     = "GroupInServiceInstances"
      statistic  = "Minimum"
      dimensions = { AutoScalingGroupName = var.autoscaling_group_name }
      above      = false
      threshold  = var.least_nodes
      periods    = 5
      missing    = "breaching"
    }
    backup = {
      what       = "A backup failed."
      namespace  = "AWS/Backup"
      metric     = "NumberOfBackupJobsFailed"
      statistic  = "Sum"
      dimensions = { BackupVaultName = var.backup_vault_name }
      above      = true
      threshold  = 0
      periods    = 1
      missing    = "notBreaching"
    }
  }

  # What the trail is watched for, by the CIS AWS Foundations Benchmark's monitoring chapter.
  watched = {
    root-login   = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"
    refused      = "{ ($.errorCode = \"*UnauthorizedOperation\") || ($.errorCode = \"AccessDenied*\") }"
    policies     = "{ ($.eventName = PutRolePolicy) || ($.eventName = AttachRolePolicy) || ($.eventName = CreatePolicyVersion) || ($.eventName = DeleteRolePolicy) }"
    keys         = "{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }"
    trail-change = "{ ($.eventName = StopLogging) || ($.eventName = DeleteTrail) || ($.eventName = UpdateTrail) }"
    groups       = "{ ($.eventName = AuthorizeSecurityGroupIngress) || ($.eventName = RevokeSecurityGroupEgress) }"
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.what
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  period              = 60
  evaluation_periods  = each.value.periods
  comparison_operator = each.value.above ? "GreaterThanThreshold" : "LessThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

resource "aws_cloudwatch_log_metric_filter" "trail" {
  for_each = local.watched

  name           = "${var.name}-${each.key}"
  log_group_name = var.trail_log_group
  pattern        = each.value

  metric_transformation {
    namespace = "SWEN/${var.environment}/Trail"
    name      = each.key
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "trail" {
  for_each = aws_cloudwatch_log_metric_filter.trail

  alarm_name          = "${var.name}-trail-${each.key}"
  alarm_description   = "CloudTrail saw: ${each.key}."
  namespace           = "SWEN/${var.environment}/Trail"
  metric_name         = each.key
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.key == "refused" ? 10 : 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
}

# Notices of interruptions, for telemetry-service: SWEN_AWS_NOTICE_QUEUES.
resource "aws_sqs_queue" "notices" {
  name                              = "${var.name}-notices"
  kms_master_key_id                 = var.data_key_arn
  kms_data_key_reuse_period_seconds = 300
  message_retention_seconds         = 86400
  receive_wait_time_seconds         = 20
}

resource "aws_sqs_queue_policy" "notices" {
  queue_url = aws_sqs_queue.notices.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Events"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = ["sqs:SendMessage"]
      Resource  = aws_sqs_queue.notices.arn
      Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.notices.arn } }
    }]
  })
}

resource "aws_cloudwatch_event_rule" "notices" {
  name        = "${var.name}-notices"
  description = "Interruptions and state changes of instances"

  event_pattern = jsonencode({
    source = ["aws.ec2"]
    "detail-type" = [
      "EC2 Spot Instance Interruption Warning",
      "EC2 Instance Rebalance Recommendation",
      "EC2 Instance State-change Notification",
    ]
  })
}

resource "aws_cloudwatch_event_target" "notices" {
  rule = aws_cloudwatch_event_rule.notices.name
  arn  = aws_sqs_queue.notices.arn
}
