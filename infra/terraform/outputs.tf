output "aws" {
  description = "What SWEN and people need to know of AWS: where workloads go (swen.gitops.clouds.aws.networks), which roles to take on, where the rest is. No secrets, only where they are kept."
  value = {
    subnet_ids          = module.aws.private_subnet_ids
    security_group_id   = module.aws.workload_security_group_id
    role_arns           = module.aws.role_arns
    notice_queue_arn    = module.aws.notice_queue_arn
    url                 = module.aws.url
    database_address    = module.aws.database_address
    database_secret_arn = module.aws.database_secret_arn
    buckets             = module.aws.buckets
    backup_vault_arn    = module.aws.backup_vault_arn
    alarm_topic_arn     = module.aws.alarm_topic_arn
  }
}

output "alibaba" {
  description = "What SWEN and people need to know of Alibaba Cloud: where workloads go (swen.gitops.clouds.alibaba.networks), which roles to take on, where the rest is. No secrets, only where they are kept."
  value = {
    vswitch_ids          = module.alibaba.vswitch_ids
    security_group_id    = module.alibaba.workload_security_group_id
    role_arns            = module.alibaba.role_arns
    url                  = module.alibaba.url
    database_address     = module.alibaba.database_address
    database_secret_name = module.alibaba.database_secret_name
    buckets              = module.alibaba.buckets
    backup_vault_id      = module.alibaba.backup_vault_id
    alarm_contact_group  = module.alibaba.alarm_contact_group
  }
}
