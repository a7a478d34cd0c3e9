# Who may talk to whom: the world to the load balancer by HTTPS, the load balancer to the nodes' gateway, the nodes to the
# database. Workloads take no connections at all.

# The group that AWS makes by itself lets everything through; without rules it lets nothing.
resource "aws_default_security_group" "closed" {
  vpc_id = var.vpc_id
}

resource "aws_security_group" "load_balancer" {
  name        = "${var.name}-load-balancer"
  description = "The public load balancer"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-load-balancer" }
}

resource "aws_vpc_security_group_ingress_rule" "load_balancer_https" {
  for_each = toset(var.public_cidr_blocks)

  security_group_id = aws_security_group.load_balancer.id
  description       = "HTTPS"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "load_balancer_nodes" {
  security_group_id            = aws_security_group.load_balancer.id
  description                  = "The gateway on the nodes"
  referenced_security_group_id = aws_security_group.node.id
  ip_protocol                  = "tcp"
  from_port                    = var.gateway_port
  to_port                      = var.gateway_port
}

resource "aws_security_group" "node" {
  name        = "${var.name}-node"
  description = "Nodes that run the platform"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-node" }
}

resource "aws_vpc_security_group_ingress_rule" "node_gateway" {
  security_group_id            = aws_security_group.node.id
  description                  = "The load balancer"
  referenced_security_group_id = aws_security_group.load_balancer.id
  ip_protocol                  = "tcp"
  from_port                    = var.gateway_port
  to_port                      = var.gateway_port
}

resource "aws_vpc_security_group_egress_rule" "node_https" {
  security_group_id = aws_security_group.node.id
  description       = "Images and the clouds' interfaces"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "node_database" {
  security_group_id            = aws_security_group.node.id
  description                  = "PostgreSQL"
  referenced_security_group_id = aws_security_group.database.id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}

resource "aws_security_group" "database" {
  name        = "${var.name}-database"
  description = "The database"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-database" }
}

resource "aws_vpc_security_group_ingress_rule" "database_nodes" {
  security_group_id            = aws_security_group.database.id
  description                  = "The nodes"
  referenced_security_group_id = aws_security_group.node.id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}

# Lets nothing in. Out goes HTTPS only, for images and checkpoints.
resource "aws_security_group" "workload" {
  name        = "${var.name}-workload"
  description = "Workloads placed by SWEN"
  vpc_id      = var.vpc_id

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
