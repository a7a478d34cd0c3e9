output "security_group_ids" {
  description = "Ids of the groups by what they are for."
  value = {
    load_balancer = alicloud_security_group.load_balancer.id
    node          = alicloud_security_group.node.id
    workload      = alicloud_security_group.workload.id
  }
}

output "kms_instance_id" {
  description = "Id of the KMS instance."
  value       = alicloud_kms_instance.this.id
}

output "data_key_id" {
  description = "Key of disks, database, buckets, secrets and backups."
  value       = alicloud_kms_key.data.id
}

output "audit_key_id" {
  description = "Key of trails and logs."
  value       = alicloud_kms_key.audit.id
}

output "node_role_name" {
  description = "Role of the nodes."
  value       = alicloud_ram_role.node.role_name
}

output "role_arns" {
  description = "Roles by who takes them on; ci is null where no issuer is trusted."
  value = {
    node      = "acs:ram::${local.account}:role/${alicloud_ram_role.node.role_name}"
    collector = "acs:ram::${local.account}:role/${alicloud_ram_role.collector.role_name}"
    deployer  = "acs:ram::${local.account}:role/${alicloud_ram_role.deployer.role_name}"
    ci        = one([for role in alicloud_ram_role.ci : "acs:ram::${local.account}:role/${role.role_name}"])
  }
}
