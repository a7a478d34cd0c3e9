output "bucket" {
  description = "Name of the bucket, known once it is encrypted."
  value       = alicloud_oss_bucket_server_side_encryption.this.bucket
}
