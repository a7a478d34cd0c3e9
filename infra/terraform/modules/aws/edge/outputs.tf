output "url" {
  description = "Where the platform is reached."
  value       = "https://${var.site.host}"
}

output "target_group_arn" {
  description = "Where the nodes answer."
  value       = aws_lb_target_group.gateway.arn
}

output "load_balancer_arn" {
  description = "ARN of the load balancer."
  value       = aws_lb.this.arn
}

output "load_balancer_suffix" {
  description = "The load balancer as metrics name it."
  value       = aws_lb.this.arn_suffix
}

output "target_group_suffix" {
  description = "The target group as metrics name it."
  value       = aws_lb_target_group.gateway.arn_suffix
}

output "web_acl_name" {
  description = "The firewall as metrics name it."
  value       = aws_wafv2_web_acl.load_balancer.name
}
