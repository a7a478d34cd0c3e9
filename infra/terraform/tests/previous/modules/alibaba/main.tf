data "alicloud_zones" "available" {
  available_resource_creation = "VSwitch"
}

locals {
  zones = slice(data.alicloud_zones.available.zones[*].id, 0, var.zone_count)
}

resource "alicloud_vpc" "this" {
  vpc_name   = var.name
  cidr_block = var.cidr_block

  tags = var.tags
}

resource "alicloud_vswitch" "private" {
  for_each = { for index, zone in local.zones : zone => index }

  vpc_id       = alicloud_vpc.this.id
  zone_id      = each.key
  cidr_block   = cidrsubnet(var.cidr_block, 4, each.value)
  vswitch_name = "${var.name}-private-${each.key}"

  tags = var.tags
}

# An enterprise group lets nothing in or out that no rule allows.
resource "alicloud_security_group" "workload" {
  security_group_name = "${var.name}-workload"
  description         = "Workloads placed by SWEN"
  vpc_id              = alicloud_vpc.this.id
  security_group_type = "enterprise"

  tags = var.tags
}

resource "alicloud_security_group_rule" "https" {
  security_group_id = alicloud_security_group.workload.id
  description       = "Images, checkpoints and the cloud's own interfaces"
  type              = "egress"
  ip_protocol       = "tcp"
  port_range        = "443/443"
  cidr_ip           = "0.0.0.0/0"
}
