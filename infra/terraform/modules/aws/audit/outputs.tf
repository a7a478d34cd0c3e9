output "access_log_bucket" {
  description = "Where accesses are logged."
  value       = module.access_bucket.bucket
}

output "trail_arn" {
  description = "ARN of the trail."
  value       = aws_cloudtrail.this.arn
}

output "trail_log_group" {
  description = "Log group of the trail."
  value       = aws_cloudwatch_log_group.trail.name
}
