output "autoscaling_group_name" {
  description = "Name of the group of nodes."
  value       = aws_autoscaling_group.node.name
}

output "launch_template_id" {
  description = "Id of the nodes' launch template."
  value       = aws_launch_template.node.id
}
