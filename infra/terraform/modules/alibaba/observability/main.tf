# What tells people: alarms of what SWEN stands on. How SWEN itself is, its own rules say (deploy/prometheus).

resource "alicloud_cms_alarm_contact" "this" {
  for_each = toset(var.alarm_emails)

  alarm_contact_name = "${var.name}-${replace(each.value, "/[^A-Za-z0-9]/", "-")}"
  describe           = "Told of alarms of ${var.name}"
  channels_mail      = each.value
}

resource "alicloud_cms_alarm_contact_group" "this" {
  alarm_contact_group_name = var.name
  describe                 = "Told of alarms of ${var.name}"
  contacts                 = [for contact in alicloud_cms_alarm_contact.this : contact.alarm_contact_name]
}

locals {
  alarms = {
    errors               = { project = "acs_alb", metric = "LoadBalancerHTTPCode5XX", statistics = "Value", operator = ">", threshold = "1", times = 3, of = { loadBalancerId = var.load_balancer_id } }
    latency              = { project = "acs_alb", metric = "LoadBalancerUpstreamResponseTime", statistics = "Value", operator = ">", threshold = "2", times = 5, of = { loadBalancerId = var.load_balancer_id } }
    unhealthy            = { project = "acs_alb", metric = "ServerGroupUnHealthyHostCount", statistics = "Value", operator = ">", threshold = "0", times = 3, of = { loadBalancerId = var.load_balancer_id } }
    database-cpu         = { project = "acs_rds_dashboard", metric = "CpuUsage", statistics = "Average", operator = ">", threshold = "80", times = 5, of = { instanceId = var.database_id } }
    database-storage     = { project = "acs_rds_dashboard", metric = "DiskUsage", statistics = "Maximum", operator = ">", threshold = "85", times = 3, of = { instanceId = var.database_id } }
    database-connections = { project = "acs_rds_dashboard", metric = "ConnectionUsage", statistics = "Maximum", operator = ">", threshold = "80", times = 5, of = { instanceId = var.database_id } }
    nodes                = { project = "acs_ess_dashboard", metric = "ScalingGroupInstanceCount", statistics = "Minimum", operator = "<", threshold = tostring(var.least_nodes), times = 5, of = { scalingGroupId = var.scaling_group_id } }
  }

  # System events, by product and name.
  events = {
    spot     = { product = "ecs", names = ["Instance:PreemptibleInstanceInterruption"], levels = ["WARN"] }
    database = { product = "rds", names = ["Instance_Failover"], levels = ["CRITICAL", "WARN"] }
    backup   = { product = "hbr", names = ["BackupJobFailed"], levels = ["CRITICAL", "WARN"] }
  }
}

resource "alicloud_cms_alarm" "this" {
  for_each = local.alarms

  name              = "${var.name}-${each.key}"
  project           = each.value.project
  metric            = each.value.metric
  metric_dimensions = jsonencode([each.value.of])
  period            = 60
  silence_time      = 3600
  contact_groups    = [alicloud_cms_alarm_contact_group.this.alarm_contact_group_name]

  escalations_critical {
    statistics          = each.value.statistics
    comparison_operator = each.value.operator
    threshold           = each.value.threshold
    times               = each.value.times
  }

  tags = var.tags
}

resource "alicloud_cms_event_rule" "this" {
  for_each = local.events

  rule_name    = "${var.name}-${each.key}"
  status       = "ENABLED"
  silence_time = 300

  event_pattern {
    product         = each.value.product
    name_list       = each.value.names
    level_list      = each.value.levels
    event_type_list = ["StatusNotification", "Exception"]
  }

  contact_parameters {
    contact_parameters_id = "1"
    contact_group_name    = alicloud_cms_alarm_contact_group.this.alarm_contact_group_name
    level                 = "2"
  }
}
