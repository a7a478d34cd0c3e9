# Where what stood in this module before it had parts has gone. A step that everybody has taken is not taken out again: who
# comes from an older state would lose a network.

moved {
  from = alicloud_vpc.this
  to   = module.network.alicloud_vpc.this
}

moved {
  from = alicloud_vswitch.private
  to   = module.network.alicloud_vswitch.private
}

moved {
  from = alicloud_security_group.workload
  to   = module.security.alicloud_security_group.workload
}

moved {
  from = alicloud_security_group_rule.https
  to   = module.security.alicloud_security_group_rule.https
}
