# The nodes that run the platform. The image is yours and has the release in it; what differs between environments reaches
# it as a file of names and addresses, never of secrets.

data "aws_ssm_parameter" "image" {
  count = var.image_id == null ? 1 : 0

  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

resource "aws_launch_template" "node" {
  name                   = "${var.name}-node"
  description            = "Nodes that run the platform"
  image_id               = var.image_id == null ? one(data.aws_ssm_parameter.image[*].insecure_value) : var.image_id
  update_default_version = true
  vpc_security_group_ids = [var.security_group_id]
  user_data = base64encode(templatefile("${path.module}/node.yaml.tftpl", {
    environment = var.node_environment
  }))

  iam_instance_profile {
    arn = var.instance_profile_arn
  }

  # Tokens are asked for, and no container can get one: it would be a second hop.
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
    instance_metadata_tags      = "disabled"
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_type           = "gp3"
      volume_size           = var.disk_gb
      encrypted             = true
      kms_key_id            = var.key_arn
      delete_on_termination = true
    }
  }

  monitoring {
    enabled = true
  }

  dynamic "tag_specifications" {
    for_each = toset(["instance", "volume", "network-interface"])

    content {
      resource_type = tag_specifications.value
      # The provider's default tags do not reach what a template starts.
      tags = merge(var.tags, { Name = "${var.name}-node" })
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_autoscaling_group" "node" {
  name                      = "${var.name}-node"
  min_size                  = var.size.min
  max_size                  = var.size.max
  desired_capacity          = var.size.desired
  vpc_zone_identifier       = var.subnet_ids
  target_group_arns         = [var.target_group_arn]
  health_check_type         = "ELB"
  health_check_grace_period = 180
  capacity_rebalance        = true
  termination_policies      = ["OldestLaunchTemplate", "OldestInstance"]
  enabled_metrics           = ["GroupDesiredCapacity", "GroupInServiceInstances"]

  mixed_instances_policy {
    instances_distribution {
      on_demand_base_capacity                  = var.spot.on_demand_base
      on_demand_percentage_above_base_capacity = var.spot.on_demand_percentage
      spot_allocation_strategy                 = "price-capacity-optimized"
    }

    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.node.id
        version            = aws_launch_template.node.latest_version
      }

      dynamic "override" {
        for_each = var.instance_types

        content {
          instance_type = override.value
        }
      }
    }
  }

  instance_refresh {
    strategy = "Rolling"

    preferences {
      min_healthy_percentage = 100
      max_healthy_percentage = 150
      auto_rollback          = true
    }
  }

  dynamic "tag" {
    for_each = merge(var.tags, { Name = "${var.name}-node" })

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = false
    }
  }

  lifecycle {
    create_before_destroy = true
    # What the policy below has scaled to is not taken back by the next apply.
    ignore_changes = [desired_capacity]
  }
}

resource "aws_autoscaling_policy" "cpu" {
  name                      = "cpu"
  autoscaling_group_name    = aws_autoscaling_group.node.name
  policy_type               = "TargetTrackingScaling"
  estimated_instance_warmup = 180

  target_tracking_configuration {
    target_value = var.target_cpu_percent

    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
  }
}
