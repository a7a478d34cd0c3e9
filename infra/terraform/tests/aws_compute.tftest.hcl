mock_provider "aws" {}

variables {
  name                 = "swen-dev"
  tags                 = { Project = "swen", Environment = "dev", ManagedBy = "terraform" }
  image_id             = "ami-1"
  instance_types       = ["m7i.large", "m6i.large"]
  size                 = { min = 2, max = 4, desired = 2 }
  spot                 = { on_demand_base = 1, on_demand_percentage = 0 }
  subnet_ids           = ["subnet-1", "subnet-2"]
  security_group_id    = "sg-1"
  instance_profile_arn = "arn:aws:iam::000000000000:instance-profile/node"
  key_arn              = "arn:aws:kms:us-east-1:000000000000:key/1"
  target_group_arn     = "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/gateway/1"
  node_environment     = { SWEN_ENVIRONMENT = "dev" }
}

run "nodes_have_encrypted_disks_and_ask_for_metadata_tokens" {
  module {
    source = "./modules/aws/compute"
  }

  assert {
    condition     = aws_launch_template.node.metadata_options[0].http_tokens == "required" && aws_launch_template.node.metadata_options[0].http_put_response_hop_limit == 1
    error_message = "Nodes must use IMDSv2, and containers on them must not reach it."
  }

  assert {
    condition = alltrue([
      for mapping in aws_launch_template.node.block_device_mappings : tobool(mapping.ebs[0].encrypted) && mapping.ebs[0].kms_key_id == var.key_arn
    ])
    error_message = "Every disk must be encrypted."
  }

  assert {
    condition = alltrue(flatten([
      for specification in aws_launch_template.node.tag_specifications : [
        for key in ["Project", "Environment", "ManagedBy"] : try(specification.tags[key] != "", false)
      ]
    ]))
    error_message = "What the template starts must have the three tags."
  }

  assert {
    condition     = strcontains(base64decode(aws_launch_template.node.user_data), "SWEN_ENVIRONMENT=dev")
    error_message = "A node must be told its environment."
  }
}

run "the_group_spans_zones_and_mixes_spot_with_on_demand" {
  module {
    source = "./modules/aws/compute"
  }

  assert {
    condition     = length(aws_autoscaling_group.node.vpc_zone_identifier) >= 2
    error_message = "The group must span two zones or more."
  }

  assert {
    condition = (
      aws_autoscaling_group.node.mixed_instances_policy[0].instances_distribution[0].on_demand_base_capacity >= 1
      && aws_autoscaling_group.node.mixed_instances_policy[0].instances_distribution[0].on_demand_percentage_above_base_capacity == 0
      && length(aws_autoscaling_group.node.mixed_instances_policy[0].launch_template[0].override) == 2
    )
    error_message = "The group must mix spot with on demand, over several types."
  }

  assert {
    condition     = aws_autoscaling_group.node.health_check_type == "ELB"
    error_message = "A node that does not answer must be replaced."
  }
}

run "refuses_spot_alone" {
  command = plan

  module {
    source = "./modules/aws/compute"
  }

  variables {
    spot = { on_demand_base = 0, on_demand_percentage = 0 }
  }

  expect_failures = [var.spot]
}

run "refuses_one_zone_and_one_type" {
  command = plan

  module {
    source = "./modules/aws/compute"
  }

  variables {
    subnet_ids     = ["subnet-1"]
    instance_types = ["m7i.large"]
  }

  expect_failures = [var.subnet_ids, var.instance_types]
}
