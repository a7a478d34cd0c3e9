mock_provider "alicloud" {}

variables {
  name               = "swen-prod"
  tags               = { Project = "swen", Environment = "prod", ManagedBy = "terraform" }
  region             = "eu-central-1"
  site               = { host = "swen.example.net", origin = "origin.swen.example.net", zone = "example.net", certificate_id = "1" }
  vpc_id             = "vpc-1"
  vswitch_ids        = { "eu-central-1a" = "vsw-1", "eu-central-1b" = "vsw-2" }
  security_group_id  = "sg-1"
  log_project        = "swen-prod"
  access_log_store   = "access"
  anti_ddos_advanced = true
}

run "the_load_balancer_speaks_tls_in_two_zones_behind_a_firewall" {
  module {
    source = "./modules/alibaba/edge"
  }

  assert {
    condition     = alicloud_alb_listener.https.listener_port == 443 && alicloud_alb_listener.https.listener_protocol == "HTTPS" && strcontains(alicloud_alb_listener.https.security_policy_id, "1_2_strict_with_1_3")
    error_message = "The only listener must speak TLS 1.2 or newer."
  }

  assert {
    condition     = length(alicloud_alb_load_balancer.this.zone_mappings) >= 2 && alicloud_alb_load_balancer.this.deletion_protection_config[0].enabled
    error_message = "The load balancer must span zones and resist deletion."
  }

  assert {
    condition     = alicloud_alb_load_balancer.this.load_balancer_edition == "StandardWithWaf" && alicloud_wafv3_defense_rule.core.config[0].rule_action == "block" && alicloud_wafv3_defense_rule.rate.config[0].cc_status == 1
    error_message = "The firewall must stand in front of the load balancer, with its core rules and the rate."
  }

  assert {
    condition     = alicloud_alb_load_balancer_security_group_attachment.this.security_group_id == var.security_group_id
    error_message = "The load balancer must be in its group."
  }
}

run "the_content_network_forces_https_and_anti_ddos_stands_in_front" {
  module {
    source = "./modules/alibaba/edge"
  }

  assert {
    condition     = contains(keys(alicloud_dcdn_domain_config.this), "https_force") && contains(keys(alicloud_dcdn_domain_config.this), "websocket")
    error_message = "The content network must force HTTPS and carry WebSockets."
  }

  assert {
    condition     = alicloud_alidns_record.origin.value == alicloud_ddoscoo_domain_resource.this[0].cname
    error_message = "Where it is asked for, the load balancer must be reached through Anti-DDoS."
  }

  assert {
    condition = alltrue([
      for resource in [
        alicloud_alb_load_balancer.this, alicloud_alb_server_group.gateway, alicloud_alb_listener.https, alicloud_dcdn_domain.this,
        alicloud_ddoscoo_instance.this[0],
      ] : alltrue([for key, value in var.tags : try(resource.tags[key] == value, false)])
    ])
    error_message = "Everything that takes tags must have them."
  }
}

run "refuses_names_outside_of_the_zone" {
  command = plan

  module {
    source = "./modules/alibaba/edge"
  }

  variables {
    site = { host = "swen.example.org", origin = "origin.swen.example.net", zone = "example.net", certificate_id = "1" }
  }

  expect_failures = [var.site]
}
