output "urls" {
  description = "Where the platform is reached, by cloud."
  value = {
    aws     = module.aws.url
    alibaba = module.alibaba.url
  }
}

output "aws_subnet_ids" {
  description = "Where workloads go on AWS."
  value       = module.aws.private_subnet_ids
}

output "alibaba_vswitch_ids" {
  description = "Where workloads go on Alibaba Cloud."
  value       = module.alibaba.vswitch_ids
}
