data "aws_availability_zones" "available" {
  state = "available"
}

locals {
  zones = slice(data.aws_availability_zones.available.names, 0, var.zone_count)
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr_block
  enable_dns_hostnames = true
  enable_dns_support   = true

  tags = { Name = var.name }
}

resource "aws_subnet" "private" {
  for_each = { for index, zone in local.zones : zone => index }

  vpc_id                  = aws_vpc.this.id
  availability_zone       = each.key
  cidr_block              = cidrsubnet(var.cidr_block, 4, each.value)
  map_public_ip_on_launch = false

  tags = { Name = "${var.name}-private-${each.key}" }
}

# Lets nothing in. Out goes HTTPS only, for images and checkpoints.
resource "aws_security_group" "workload" {
  name        = "${var.name}-workload"
  description = "Workloads placed by SWEN"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${var.name}-workload" }
}

resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.workload.id
  description       = "Images, checkpoints and the cloud's own interfaces"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

# The group that AWS makes by itself lets everything through; without rules it lets nothing.
resource "aws_default_security_group" "closed" {
  vpc_id = aws_vpc.this.id
}
