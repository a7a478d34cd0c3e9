output "vpc_id" {
  description = "Id of the network."
  value       = alicloud_vpc.this.id
}

output "vswitch_ids" {
  description = "Ids of the vSwitches by zone."
  value       = { for zone, vswitch in alicloud_vswitch.private : zone => vswitch.id }
}

output "workload_security_group_id" {
  description = "Id of the group for workloads."
  value       = alicloud_security_group.workload.id
}
