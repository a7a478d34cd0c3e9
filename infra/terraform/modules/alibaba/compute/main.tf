# The nodes that run the platform. The image is yours and has the release in it; what differs between environments reaches
# it as a file of names and addresses, never of secrets.

data "alicloud_images" "default" {
  count = var.image_id == null ? 1 : 0

  name_regex  = "^aliyun_3_x64_20G"
  owners      = "system"
  most_recent = true
}

resource "alicloud_ecs_launch_template" "node" {
  launch_template_name          = "${var.name}-node"
  version_description           = "Nodes that run the platform"
  image_id                      = var.image_id == null ? one(data.alicloud_images.default[*].images[0].id) : var.image_id
  instance_type                 = var.instance_types[0]
  instance_name                 = "${var.name}-node"
  instance_charge_type          = "PostPaid"
  network_type                  = "vpc"
  security_group_id             = var.security_group_id
  ram_role_name                 = var.role_name
  internet_max_bandwidth_out    = 0
  security_enhancement_strategy = "Active"
  update_default_version_number = true
  user_data = base64encode(templatefile("${path.module}/node.yaml.tftpl", {
    environment = var.node_environment
  }))

  # Tokens are asked for, and no container can get one: it would be a second hop.
  http_endpoint               = "enabled"
  http_tokens                 = "required"
  http_put_response_hop_limit = 1

  system_disk {
    category             = "cloud_essd"
    size                 = var.disk_gb
    encrypted            = true
    kms_key_id           = var.key_id
    delete_with_instance = true
  }

  tags          = merge(var.tags, { Name = "${var.name}-node" })
  template_tags = var.tags
}

resource "alicloud_ess_scaling_group" "node" {
  scaling_group_name      = "${var.name}-node"
  min_size                = var.size.min
  max_size                = var.size.max
  desired_capacity        = var.size.desired
  vswitch_ids             = var.vswitch_ids
  launch_template_id      = alicloud_ecs_launch_template.node.id
  launch_template_version = "Latest"
  health_check_type       = "ECS"
  default_cooldown        = 180
  removal_policies        = ["OldestScalingConfiguration", "OldestInstance"]

  # The cheapest capacity there is, on demand where there is no spot capacity, in balance between the zones.
  multi_az_policy                          = "COST_OPTIMIZED"
  az_balance                               = true
  on_demand_base_capacity                  = var.spot.on_demand_base
  on_demand_percentage_above_base_capacity = var.spot.on_demand_percentage
  spot_instance_pools                      = 2
  spot_instance_remedy                     = true
  compensate_with_on_demand                = true
  group_deletion_protection                = var.protected

  dynamic "launch_template_override" {
    for_each = var.instance_types

    content {
      instance_type = launch_template_override.value
    }
  }

  alb_server_group {
    alb_server_group_id = var.server_group_id
    port                = var.gateway_port
    weight              = 100
  }

  tags = var.tags

  lifecycle {
    # What the rule below has scaled to is not taken back by the next apply.
    ignore_changes = [desired_capacity]
  }
}

resource "alicloud_ess_scaling_rule" "cpu" {
  scaling_group_id          = alicloud_ess_scaling_group.node.id
  scaling_rule_name         = "${var.name}-cpu"
  scaling_rule_type         = "TargetTrackingScalingRule"
  metric_name               = "CpuUtilization"
  target_value              = var.target_cpu_percent
  estimated_instance_warmup = 180
}
