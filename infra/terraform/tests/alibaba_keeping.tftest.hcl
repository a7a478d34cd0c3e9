mock_provider "alicloud" {
  mock_data "alicloud_caller_identity" {
    defaults = { account_id = "0000000000000000" }
  }

  mock_data "alicloud_regions" {
    defaults = { regions = [{ id = "eu-central-1" }] }
  }
}

variables {
  name = "swen-prod"
  tags = { Project = "swen", Environment = "prod", ManagedBy = "terraform" }
}

run "the_trail_is_whole_and_kept_in_two_places" {
  module {
    source = "./modules/alibaba/audit"
  }

  variables {
    vpc_id = "vpc-1"
    key_id = "key-2"
  }

  assert {
    condition     = alicloud_actiontrail_trail.this.event_rw == "All" && alicloud_actiontrail_trail.this.trail_region == "All" && alicloud_actiontrail_trail.this.status == "Enable"
    error_message = "The trail must see everything of every region."
  }

  assert {
    condition     = alicloud_actiontrail_trail.this.oss_bucket_name == "swen-prod-0000000000000000-trail" && strcontains(alicloud_actiontrail_trail.this.sls_project_arn, "project/swen-prod")
    error_message = "The trail must go to a bucket and to the log service."
  }

  assert {
    condition     = alicloud_vpc_flow_log.this.traffic_type == "All" && alicloud_vpc_flow_log.this.resource_id == var.vpc_id
    error_message = "All flows of the network must be logged."
  }

  assert {
    condition     = alltrue([for store in alicloud_log_store.this : store.encrypt_conf[0].enable && one(store.encrypt_conf[0].user_cmk_info).cmk_key_id == var.key_id])
    error_message = "Logs must be encrypted."
  }

  assert {
    condition = alltrue(flatten([
      for statement in jsondecode(alicloud_ram_policy.trail.policy_document).Statement : [for action in statement.Action : !strcontains(action, "*")]
    ]))
    error_message = "No action of a role may be a wildcard."
  }
}

run "copies_are_encrypted_and_cannot_be_deleted_before_their_time" {
  module {
    source = "./modules/alibaba/backup"
  }

  variables {
    key_id      = "key-1"
    buckets     = { exports = "swen-prod-0000000000000000-exports" }
    copy_region = "ap-southeast-1"
  }

  assert {
    condition     = alicloud_hbr_vault.this.encrypt_type == "KMS" && alicloud_hbr_vault.this.kms_key_id == var.key_id && alicloud_hbr_vault.this.worm_enabled
    error_message = "The vault must be encrypted and locked."
  }

  assert {
    condition     = anytrue([for rule in alicloud_hbr_policy.this.rules : rule.rule_type == "REPLICATION"]) && alicloud_hbr_policy_binding.bucket["exports"].disabled == false
    error_message = "There must be copies, also elsewhere."
  }

  assert {
    condition     = alltrue([for key, value in var.tags : try(alicloud_hbr_vault.this.tags[key] == value, false)])
    error_message = "Everything that takes tags must have them."
  }
}

run "alarms_reach_people" {
  module {
    source = "./modules/alibaba/observability"
  }

  variables {
    alarm_emails     = ["platform@example.com"]
    load_balancer_id = "alb-1"
    database_id      = "rm-1"
    scaling_group_id = "asg-1"
    least_nodes      = 3
  }

  assert {
    condition = length(alicloud_cms_alarm.this) == 7 && alltrue([
      for alarm in alicloud_cms_alarm.this : contains(alarm.contact_groups, "swen-prod") && alltrue([for key, value in var.tags : try(alarm.tags[key] == value, false)])
    ])
    error_message = "Every alarm must reach the group, and have the tags."
  }

  assert {
    condition     = contains(keys(alicloud_cms_event_rule.this), "spot") && length(alicloud_cms_alarm_contact.this) == 1
    error_message = "Interruptions must be told of, to somebody."
  }
}
