output "aws" {
  description = "What gitops-service needs to start instances in AWS."
  value = {
    subnet_ids        = module.aws.private_subnet_ids
    security_group_id = module.aws.workload_security_group_id
  }
}

output "alibaba" {
  description = "What gitops-service needs to start instances in Alibaba Cloud."
  value = {
    vswitch_ids       = module.alibaba.vswitch_ids
    security_group_id = module.alibaba.workload_security_group_id
  }
}
