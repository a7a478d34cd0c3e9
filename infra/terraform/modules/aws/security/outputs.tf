output "security_group_ids" {
  description = "Ids of the groups by what they are for."
  value = {
    load_balancer = aws_security_group.load_balancer.id
    node          = aws_security_group.node.id
    database      = aws_security_group.database.id
    workload      = aws_security_group.workload.id
  }
}

output "data_key_arn" {
  description = "Key of disks, database, buckets, secrets and backups."
  value       = aws_kms_key.data.arn
}

output "audit_key_arn" {
  description = "Key of trails and logs."
  value       = aws_kms_key.audit.arn
}

output "instance_profile_arn" {
  description = "Profile of the nodes."
  value       = aws_iam_instance_profile.node.arn
}

output "role_arns" {
  description = "Roles by who takes them on; ci is null where no issuer is trusted."
  value = {
    node      = aws_iam_role.node.arn
    collector = aws_iam_role.collector.arn
    deployer  = aws_iam_role.deployer.arn
    ci        = one(aws_iam_role.ci[*].arn)
  }
}
