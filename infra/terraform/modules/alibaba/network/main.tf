# Three rings over at least two zones: vSwitches of the edge hold the load balancer and the NAT gateway and nothing else,
# private ones hold what runs, and those for data have no way out at all.

data "alicloud_regions" "current" {
  current = true
}

data "alicloud_zones" "available" {
  available_resource_creation = "VSwitch"
}

locals {
  zones = slice(data.alicloud_zones.available.zones[*].id, 0, var.zone_count)
  index = { for position, zone in local.zones : zone => position }
}

resource "alicloud_vpc" "this" {
  vpc_name   = var.name
  cidr_block = var.cidr_block

  tags = var.tags
}

resource "alicloud_vswitch" "private" {
  for_each = local.index

  vpc_id       = alicloud_vpc.this.id
  zone_id      = each.key
  cidr_block   = cidrsubnet(var.cidr_block, 4, each.value)
  vswitch_name = "${var.name}-private-${each.key}"

  tags = var.tags
}

resource "alicloud_vswitch" "data" {
  for_each = local.index

  vpc_id       = alicloud_vpc.this.id
  zone_id      = each.key
  cidr_block   = cidrsubnet(var.cidr_block, 8, 224 + each.value)
  vswitch_name = "${var.name}-data-${each.key}"

  tags = var.tags
}

resource "alicloud_vswitch" "edge" {
  for_each = local.index

  vpc_id       = alicloud_vpc.this.id
  zone_id      = each.key
  cidr_block   = cidrsubnet(var.cidr_block, 8, 240 + each.value)
  vswitch_name = "${var.name}-edge-${each.key}"

  tags = var.tags
}

# One for all zones: an enhanced gateway fails over to another zone by itself.
resource "alicloud_nat_gateway" "this" {
  vpc_id              = alicloud_vpc.this.id
  vswitch_id          = alicloud_vswitch.edge[local.zones[0]].id
  nat_gateway_name    = var.name
  nat_type            = "Enhanced"
  payment_type        = "PayAsYouGo"
  deletion_protection = var.protected

  tags = var.tags
}

resource "alicloud_eip_address" "nat" {
  address_name         = "${var.name}-nat"
  bandwidth            = tostring(var.nat_bandwidth_mbps)
  internet_charge_type = "PayByTraffic"
  payment_type         = "PayAsYouGo"
  deletion_protection  = var.protected

  tags = var.tags
}

resource "alicloud_eip_association" "nat" {
  allocation_id = alicloud_eip_address.nat.id
  instance_id   = alicloud_nat_gateway.this.id
  instance_type = "Nat"
}

# Only for the private vSwitches: those for data get no way out.
resource "alicloud_snat_entry" "private" {
  for_each = alicloud_vswitch.private

  snat_table_id     = alicloud_nat_gateway.this.snat_table_ids
  source_vswitch_id = each.value.id
  snat_ip           = alicloud_eip_address.nat.ip_address

  depends_on = [alicloud_eip_association.nat]
}

# Checkpoints and releases go to OSS without passing (and paying for) the NAT gateway.
resource "alicloud_vpc_gateway_endpoint" "oss" {
  gateway_endpoint_name = "${var.name}-oss"
  vpc_id                = alicloud_vpc.this.id
  service_name          = "com.aliyun.${data.alicloud_regions.current.regions[0].id}.oss"
  route_tables          = [alicloud_vpc.this.route_table_id]

  tags = var.tags
}
