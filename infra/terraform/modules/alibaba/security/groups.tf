# Who may talk to whom: the world to the load balancer by HTTPS, the load balancer to the nodes' gateway, the nodes to the
# database. Workloads take no connections at all. An enterprise group lets nothing in or out that no rule allows, and knows
# ranges only, no other groups.

resource "alicloud_security_group" "load_balancer" {
  security_group_name = "${var.name}-load-balancer"
  description         = "The public load balancer"
  vpc_id              = var.vpc_id
  security_group_type = "enterprise"

  tags = var.tags
}

resource "alicloud_security_group_rule" "load_balancer_https" {
  for_each = toset(var.public_cidr_blocks)

  security_group_id = alicloud_security_group.load_balancer.id
  description       = "HTTPS"
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = "443/443"
  cidr_ip           = each.value
}

resource "alicloud_security_group" "node" {
  security_group_name = "${var.name}-node"
  description         = "Nodes that run the platform"
  vpc_id              = var.vpc_id
  security_group_type = "enterprise"

  tags = var.tags
}

resource "alicloud_security_group_rule" "node_gateway" {
  count = length(var.edge_cidr_blocks)

  security_group_id = alicloud_security_group.node.id
  description       = "The load balancer"
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = "${var.gateway_port}/${var.gateway_port}"
  cidr_ip           = var.edge_cidr_blocks[count.index]
}

resource "alicloud_security_group_rule" "node_https" {
  security_group_id = alicloud_security_group.node.id
  description       = "Images and the clouds' interfaces"
  type              = "egress"
  ip_protocol       = "tcp"
  port_range        = "443/443"
  cidr_ip           = "0.0.0.0/0"
}

resource "alicloud_security_group_rule" "node_database" {
  count = length(var.data_cidr_blocks)

  security_group_id = alicloud_security_group.node.id
  description       = "PostgreSQL"
  type              = "egress"
  ip_protocol       = "tcp"
  port_range        = "5432/5432"
  cidr_ip           = var.data_cidr_blocks[count.index]
}

resource "alicloud_security_group" "workload" {
  security_group_name = "${var.name}-workload"
  description         = "Workloads placed by SWEN"
  vpc_id              = var.vpc_id
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
