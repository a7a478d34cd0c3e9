output "url" {
  description = "Where the platform is reached."
  value       = "https://${var.site.host}"
}

output "server_group_id" {
  description = "Where the nodes answer."
  value       = alicloud_alb_server_group.gateway.id
}

output "load_balancer_id" {
  description = "Id of the load balancer."
  value       = alicloud_alb_load_balancer.this.id
}
