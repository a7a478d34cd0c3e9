output "vpc_id" {
  description = "Id of the network."
  value       = alicloud_vpc.this.id
}

output "zones" {
  description = "The zones in use, in order."
  value       = local.zones
}

output "private_vswitch_ids" {
  description = "Ids of the private vSwitches by zone."
  value       = { for zone, vswitch in alicloud_vswitch.private : zone => vswitch.id }
}

output "data_vswitch_ids" {
  description = "Ids of the vSwitches for data by zone."
  value       = { for zone, vswitch in alicloud_vswitch.data : zone => vswitch.id }
}

output "edge_vswitch_ids" {
  description = "Ids of the edge's vSwitches by zone."
  value       = { for zone, vswitch in alicloud_vswitch.edge : zone => vswitch.id }
}

output "private_cidr_blocks" {
  description = "Ranges of the private vSwitches."
  value       = [for vswitch in alicloud_vswitch.private : vswitch.cidr_block]
}

output "data_cidr_blocks" {
  description = "Ranges of the vSwitches for data."
  value       = [for vswitch in alicloud_vswitch.data : vswitch.cidr_block]
}

output "edge_cidr_blocks" {
  description = "Ranges of the edge's vSwitches, from where the load balancer asks."
  value       = [for vswitch in alicloud_vswitch.edge : vswitch.cidr_block]
}
