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
  name        = "swen-dev"
  environment = "dev"
  vpc_id      = "vpc-1"

  ci = {
    issuer   = "https://ci.example.com"
    audience = "swen"
    subjects = ["repo:example/swen:environment:release"]
  }
}

run "only_the_load_balancer_is_open_and_only_for_https" {
  module {
    source = "./modules/aws/security"
  }

  assert {
    condition = alltrue([
      for rule in values(aws_vpc_security_group_ingress_rule.load_balancer_https) : rule.from_port == 443 && rule.to_port == 443
    ])
    error_message = "The load balancer must take HTTPS only."
  }

  assert {
    condition = (
      aws_vpc_security_group_ingress_rule.node_gateway.referenced_security_group_id == aws_security_group.load_balancer.id
      && aws_vpc_security_group_ingress_rule.node_gateway.cidr_ipv4 != "0.0.0.0/0"
      && aws_vpc_security_group_ingress_rule.node_gateway.from_port == 8080 && aws_vpc_security_group_ingress_rule.node_gateway.to_port == 8080
    )
    error_message = "Nodes must take connections of the load balancer to the gateway only."
  }

  assert {
    condition = (
      aws_vpc_security_group_ingress_rule.database_nodes.referenced_security_group_id == aws_security_group.node.id
      && aws_vpc_security_group_ingress_rule.database_nodes.cidr_ipv4 != "0.0.0.0/0"
      && aws_vpc_security_group_ingress_rule.database_nodes.from_port == 5432 && aws_vpc_security_group_ingress_rule.database_nodes.to_port == 5432
    )
    error_message = "The database must take connections of nodes to PostgreSQL only."
  }

  assert {
    condition = alltrue([
      for rule in [aws_vpc_security_group_egress_rule.https, aws_vpc_security_group_egress_rule.node_https] :
      rule.from_port == 443 && rule.to_port == 443
    ])
    error_message = "Out to the world goes HTTPS only."
  }
}

run "keys_rotate_and_name_what_may_be_done_with_them" {
  module {
    source = "./modules/aws/security"
  }

  assert {
    condition     = alltrue([for key in [aws_kms_key.data, aws_kms_key.audit] : key.enable_key_rotation && key.rotation_period_in_days <= 365])
    error_message = "Keys must rotate each year or more often."
  }

  assert {
    condition = alltrue(flatten([
      for key in [aws_kms_key.data, aws_kms_key.audit] : [
        for statement in jsondecode(key.policy).Statement : [for action in flatten([statement.Action]) : !strcontains(action, "*")]
      ]
    ]))
    error_message = "A key's policy must name its actions."
  }
}

run "no_role_has_a_wildcard_action_and_only_reading_is_allowed_everywhere" {
  module {
    source = "./modules/aws/security"
  }

  assert {
    condition = alltrue(flatten([
      for policy in [aws_iam_role_policy.node, aws_iam_role_policy.collector, aws_iam_role_policy.deployer, aws_iam_role_policy.ci[0]] : [
        for statement in jsondecode(policy.policy).Statement : [for action in flatten([statement.Action]) : !strcontains(action, "*")]
      ]
    ]))
    error_message = "No action of a role may be a wildcard."
  }

  assert {
    condition = alltrue(flatten([
      for policy in [aws_iam_role_policy.node, aws_iam_role_policy.collector, aws_iam_role_policy.deployer, aws_iam_role_policy.ci[0]] : [
        for statement in jsondecode(policy.policy).Statement : [
          for action in flatten([statement.Action]) : can(regex("^[a-z0-9]+:(Describe|Get|List)", action))
        ] if contains(flatten([statement.Resource]), "*")
      ]
    ]))
    error_message = "On every resource only reading may be allowed."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_role_policy.collector.policy).Statement :
      statement.Sid == "Read" || (statement.Sid == "Notices" && endswith(statement.Resource, ":swen-dev-notices")) || statement.Sid == "NoticesKey"
    ])
    error_message = "The collector must only read, and take notices off its own queue."
  }
}

run "the_deployer_starts_only_what_is_tagged_and_ends_only_its_own" {
  module {
    source = "./modules/aws/security"
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_role_policy.deployer.policy).Statement :
      statement.Condition.StringEquals["aws:ResourceTag/ManagedBy"] == "swen" && statement.Condition.StringEquals["aws:ResourceTag/Environment"] == "dev"
      if contains(flatten([statement.Action]), "ec2:TerminateInstances")
    ])
    error_message = "The deployer must end its own instances only."
  }

  assert {
    condition = anytrue([
      for statement in jsondecode(aws_iam_role_policy.deployer.policy).Statement :
      try(statement.Condition.StringEquals["aws:RequestTag/ManagedBy"] == "swen", false) && contains(flatten([statement.Action]), "ec2:RunInstances")
    ])
    error_message = "The deployer must start tagged instances only."
  }
}

run "ci_comes_by_its_exact_identity" {
  module {
    source = "./modules/aws/security"
  }

  assert {
    condition     = jsondecode(aws_iam_role.ci[0].assume_role_policy).Statement[0].Condition.StringEquals["ci.example.com:sub"] == ["repo:example/swen:environment:release"]
    error_message = "CI's role must be for the named subjects."
  }
}

run "refuses_subjects_that_let_every_branch_in" {
  command = plan

  module {
    source = "./modules/aws/security"
  }

  variables {
    ci = {
      issuer   = "https://ci.example.com"
      audience = "swen"
      subjects = ["repo:example/swen:*"]
    }
  }

  expect_failures = [var.ci]
}
