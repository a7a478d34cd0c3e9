output "vpc_id" {
  description = "Id of the network."
  value       = aws_vpc.this.id
}

output "private_subnet_ids" {
  description = "Ids of the private subnets by zone."
  value       = { for zone, subnet in aws_subnet.private : zone => subnet.id }
}

output "workload_security_group_id" {
  description = "Id of the group for workloads."
  value       = aws_security_group.workload.id
}
