output "vpc_id" {
  description = "Id of the network."
  value       = module.network.vpc_id
}

output "private_subnet_ids" {
  description = "Ids of the private subnets by zone."
  value       = module.network.private_subnet_ids
}

output "workload_security_group_id" {
  description = "Id of the group for workloads."
  value       = module.security.security_group_ids.workload
}

output "role_arns" {
  description = "Roles by who takes them on."
  value       = module.security.role_arns
}

output "notice_queue_arn" {
  description = "Queue of interruption notices."
  value       = module.observability.notice_queue_arn
}

output "url" {
  description = "Where the platform is reached."
  value       = module.edge.url
}

output "database_address" {
  description = "Host and port of the database."
  value       = module.data.database_address
}

output "database_secret_arn" {
  description = "Secret with the database owner's name and password."
  value       = module.data.database_secret_arn
}

output "buckets" {
  description = "Buckets by what they are for."
  value       = module.data.buckets
}

output "backup_vault_arn" {
  description = "ARN of the backup vault."
  value       = module.backup.vault_arn
}

output "alarm_topic_arn" {
  description = "Where alarms are published."
  value       = module.observability.topic_arn
}
