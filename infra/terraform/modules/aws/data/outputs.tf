output "database_arn" {
  description = "ARN of the database."
  value       = aws_db_instance.this.arn
}

output "database_identifier" {
  description = "Name of the database's instance."
  value       = aws_db_instance.this.identifier
}

output "database_address" {
  description = "Host and port of the database."
  value       = aws_db_instance.this.endpoint
}

output "database_secret_arn" {
  description = "Secret with the database owner's name and password."
  value       = aws_db_instance.this.master_user_secret[0].secret_arn
}

output "secret_arns" {
  description = "Secrets of the services by name."
  value       = { for name, secret in aws_secretsmanager_secret.platform : name => secret.arn }
}

output "buckets" {
  description = "Buckets by what they are for."
  value       = { for name, bucket in module.bucket : name => bucket.bucket }
}

output "bucket_arns" {
  description = "ARNs of the buckets by what they are for."
  value       = { for name, bucket in module.bucket : name => bucket.arn }
}
