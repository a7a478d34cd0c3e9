output "vpc_id" {
  description = "Id of the network."
  value       = module.network.vpc_id
}

output "vswitch_ids" {
  description = "Ids of the private vSwitches by zone."
  value       = module.network.private_vswitch_ids
}

output "workload_security_group_id" {
  description = "Id of the group for workloads."
  value       = module.security.security_group_ids.workload
}

output "role_arns" {
  description = "Roles by who takes them on."
  value       = module.security.role_arns
}

output "url" {
  description = "Where the platform is reached."
  value       = module.edge.url
}

output "database_address" {
  description = "Host and port of the database."
  value       = module.data.database_address
}

output "database_secret_name" {
  description = "Secret with the database owner's name and password."
  value       = module.data.database_secret_name
}

output "buckets" {
  description = "Buckets by what they are for."
  value       = module.data.buckets
}

output "backup_vault_id" {
  description = "Id of the backup vault."
  value       = module.backup.vault_id
}

output "alarm_contact_group" {
  description = "Who is told of alarms."
  value       = module.observability.contact_group
}
