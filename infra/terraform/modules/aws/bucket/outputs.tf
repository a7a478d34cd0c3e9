output "bucket" {
  description = "Name of the bucket, known once its policy is in place."
  value       = aws_s3_bucket_policy.this.bucket
}

output "arn" {
  description = "ARN of the bucket."
  value       = local.arn
}
