mock_provider "alicloud" {}

variables {
  name              = "swen-dev"
  tags              = { Project = "swen", Environment = "dev", ManagedBy = "terraform" }
  image_id          = "m-1"
  instance_types    = ["ecs.g7.large", "ecs.g6.large"]
  size              = { min = 2, max = 4, desired = 2 }
  spot              = { on_demand_base = 1, on_demand_percentage = 0 }
  vswitch_ids       = ["vsw-1", "vsw-2"]
  security_group_id = "sg-1"
  role_name         = "swen-dev-node"
  key_id            = "key-1"
  server_group_id   = "sgp-1"
  node_environment  = { SWEN_ENVIRONMENT = "dev" }
}

run "nodes_have_encrypted_disks_no_public_address_and_ask_for_metadata_tokens" {
  module {
    source = "./modules/alibaba/compute"
  }

  assert {
    condition     = alicloud_ecs_launch_template.node.http_tokens == "required" && alicloud_ecs_launch_template.node.http_put_response_hop_limit == 1
    error_message = "Nodes must ask for metadata tokens, and containers on them must not reach them."
  }

  assert {
    condition     = alicloud_ecs_launch_template.node.system_disk[0].encrypted && alicloud_ecs_launch_template.node.system_disk[0].kms_key_id == var.key_id
    error_message = "Every disk must be encrypted."
  }

  assert {
    condition     = alicloud_ecs_launch_template.node.internet_max_bandwidth_out == 0
    error_message = "No node may have a public address."
  }

  assert {
    condition = alltrue([
      for tags in [alicloud_ecs_launch_template.node.tags, alicloud_ecs_launch_template.node.template_tags, alicloud_ess_scaling_group.node.tags] :
      alltrue([for key, value in var.tags : try(tags[key] == value, false)])
    ])
    error_message = "Everything that takes tags must have them."
  }
}

run "the_group_spans_zones_and_mixes_spot_with_on_demand" {
  module {
    source = "./modules/alibaba/compute"
  }

  assert {
    condition     = length(alicloud_ess_scaling_group.node.vswitch_ids) >= 2 && alicloud_ess_scaling_group.node.az_balance
    error_message = "The group must span two zones or more."
  }

  assert {
    condition = (
      alicloud_ess_scaling_group.node.multi_az_policy == "COST_OPTIMIZED"
      && alicloud_ess_scaling_group.node.on_demand_base_capacity >= 1
      && alicloud_ess_scaling_group.node.on_demand_percentage_above_base_capacity == 0
      && alicloud_ess_scaling_group.node.spot_instance_remedy
      && length(alicloud_ess_scaling_group.node.launch_template_override) == 2
    )
    error_message = "The group must mix spot with on demand, over several types."
  }
}

run "refuses_spot_alone" {
  command = plan

  module {
    source = "./modules/alibaba/compute"
  }

  variables {
    spot = { on_demand_base = 0, on_demand_percentage = 0 }
  }

  expect_failures = [var.spot]
}

run "refuses_one_zone_and_one_type" {
  command = plan

  module {
    source = "./modules/alibaba/compute"
  }

  variables {
    vswitch_ids    = ["vsw-1"]
    instance_types = ["ecs.g7.large"]
  }

  expect_failures = [var.vswitch_ids, var.instance_types]
}
