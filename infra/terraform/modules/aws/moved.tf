# Where what stood in this module before it had parts has gone. A step that everybody has taken is not taken out again: who
# comes from an older state would lose a network.

moved {
  from = aws_vpc.this
  to   = module.network.aws_vpc.this
}

moved {
  from = aws_subnet.private
  to   = module.network.aws_subnet.private
}

moved {
  from = aws_security_group.workload
  to   = module.security.aws_security_group.workload
}

moved {
  from = aws_vpc_security_group_egress_rule.https
  to   = module.security.aws_vpc_security_group_egress_rule.https
}

moved {
  from = aws_default_security_group.closed
  to   = module.security.aws_default_security_group.closed
}
