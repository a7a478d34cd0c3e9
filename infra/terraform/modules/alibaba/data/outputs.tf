output "database_id" {
  description = "Id of the database's instance."
  value       = alicloud_db_instance.this.id
}

output "database_address" {
  description = "Host and port of the database."
  value       = "${alicloud_db_instance.this.connection_string}:5432"
}

output "database_secret_name" {
  description = "Secret with the database owner's name and password."
  value       = alicloud_kms_secret.database.secret_name
}

output "buckets" {
  description = "Buckets by what they are for."
  value       = { for name, bucket in module.bucket : name => bucket.bucket }
}
