mock_provider "alicloud" {
  mock_data "alicloud_caller_identity" {
    defaults = { account_id = "0000000000000000" }
  }

  mock_data "alicloud_regions" {
    defaults = { regions = [{ id = "eu-central-1" }] }
  }
}

variables {
  name             = "swen-dev"
  environment      = "dev"
  tags             = { Project = "swen", Environment = "dev", ManagedBy = "terraform" }
  vpc_id           = "vpc-1"
  data_vswitch_ids = { "eu-central-1a" = "vsw-1", "eu-central-1b" = "vsw-2" }
  edge_cidr_blocks = ["10.32.240.0/24", "10.32.241.0/24"]
  data_cidr_blocks = ["10.32.224.0/24", "10.32.225.0/24"]

  ci = {
    issuer       = "https://ci.example.com"
    audience     = "swen"
    subjects     = ["repo:example/swen:environment:release"]
    fingerprints = ["0000000000000000000000000000000000000000"]
  }
}

run "only_the_load_balancer_is_open_and_only_for_https" {
  module {
    source = "./modules/alibaba/security"
  }

  assert {
    condition     = alltrue([for rule in alicloud_security_group_rule.load_balancer_https : rule.port_range == "443/443"])
    error_message = "The load balancer must take HTTPS only."
  }

  assert {
    condition = alltrue([
      for rule in alicloud_security_group_rule.node_gateway : rule.port_range == "8080/8080" && contains(var.edge_cidr_blocks, rule.cidr_ip)
    ])
    error_message = "Nodes must take connections of the load balancer to the gateway only."
  }

  assert {
    condition = alltrue([
      for group in [alicloud_security_group.load_balancer, alicloud_security_group.node, alicloud_security_group.workload] :
      group.security_group_type == "enterprise"
    ])
    error_message = "Groups must be of the kind that lets nothing through by itself."
  }

  assert {
    condition = alltrue([
      for rule in [alicloud_security_group_rule.https, alicloud_security_group_rule.node_https] : rule.type == "egress" && rule.port_range == "443/443"
    ])
    error_message = "Out to the world goes HTTPS only."
  }
}

run "keys_rotate_and_resist_deletion" {
  module {
    source = "./modules/alibaba/security"
  }

  assert {
    condition = alltrue([
      for key in [alicloud_kms_key.data, alicloud_kms_key.audit] :
      key.automatic_rotation == "Enabled" && key.rotation_interval == "90d" && key.deletion_protection == "Enabled"
    ])
    error_message = "Keys must rotate and resist deletion."
  }

  assert {
    condition     = length(alicloud_kms_instance.this.zone_ids) >= 2
    error_message = "The KMS instance must stand in two zones."
  }
}

run "no_role_has_a_wildcard_action_and_only_reading_is_allowed_everywhere" {
  module {
    source = "./modules/alibaba/security"
  }

  assert {
    condition = alltrue(flatten([
      for policy in [alicloud_ram_policy.node, alicloud_ram_policy.collector, alicloud_ram_policy.deployer, alicloud_ram_policy.ci[0]] : [
        for statement in jsondecode(policy.policy_document).Statement : [for action in statement.Action : !strcontains(action, "*")]
      ]
    ]))
    error_message = "No action of a role may be a wildcard."
  }

  assert {
    condition = alltrue(flatten([
      for policy in [alicloud_ram_policy.node, alicloud_ram_policy.collector, alicloud_ram_policy.deployer, alicloud_ram_policy.ci[0]] : [
        for statement in jsondecode(policy.policy_document).Statement : [
          for action in statement.Action : can(regex("^[a-z]+:(Describe|Get|List|Query)", action))
        ] if contains(statement.Resource, "*")
      ]
    ]))
    error_message = "On every resource only reading may be allowed."
  }
}

run "the_deployer_starts_only_what_is_tagged_and_ends_only_its_own" {
  module {
    source = "./modules/alibaba/security"
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(alicloud_ram_policy.deployer.policy_document).Statement :
      statement.Condition.StringEquals["acs:ResourceTag/ManagedBy"] == "swen" && statement.Condition.StringEquals["acs:ResourceTag/Environment"] == "dev"
      if contains(statement.Action, "ecs:DeleteInstances")
    ])
    error_message = "The deployer must end its own instances only."
  }

  assert {
    condition = anytrue([
      for statement in jsondecode(alicloud_ram_policy.deployer.policy_document).Statement :
      try(statement.Condition.StringEquals["acs:RequestTag/ManagedBy"] == "swen", false) && contains(statement.Action, "ecs:RunInstances")
    ])
    error_message = "The deployer must start tagged instances only."
  }
}

run "ci_comes_by_its_exact_identity" {
  module {
    source = "./modules/alibaba/security"
  }

  assert {
    condition     = jsondecode(alicloud_ram_role.ci[0].assume_role_policy_document).Statement[0].Condition.StringEquals["oidc:sub"] == ["repo:example/swen:environment:release"]
    error_message = "CI's role must be for the named subjects."
  }
}

run "everything_has_the_tags" {
  module {
    source = "./modules/alibaba/security"
  }

  assert {
    condition = alltrue([
      for resource in [
        alicloud_security_group.load_balancer, alicloud_security_group.node, alicloud_security_group.workload,
        alicloud_kms_instance.this, alicloud_kms_key.data, alicloud_kms_key.audit,
        alicloud_ram_role.node, alicloud_ram_role.collector, alicloud_ram_role.deployer, alicloud_ram_role.ci[0],
        alicloud_ram_policy.node, alicloud_ram_policy.collector, alicloud_ram_policy.deployer, alicloud_ram_policy.ci[0],
      ] : alltrue([for key, value in var.tags : try(resource.tags[key] == value, false)])
    ])
    error_message = "Everything that takes tags must have them."
  }
}

run "refuses_subjects_that_let_every_branch_in" {
  command = plan

  module {
    source = "./modules/alibaba/security"
  }

  variables {
    ci = {
      issuer       = "https://ci.example.com"
      audience     = "swen"
      subjects     = ["repo:example/swen:*"]
      fingerprints = ["0000000000000000000000000000000000000000"]
    }
  }

  expect_failures = [var.ci]
}
