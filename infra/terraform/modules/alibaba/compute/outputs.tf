output "scaling_group_id" {
  description = "Id of the group of nodes."
  value       = alicloud_ess_scaling_group.node.id
}

output "launch_template_id" {
  description = "Id of the nodes' launch template."
  value       = alicloud_ecs_launch_template.node.id
}
