output "access_log_bucket" {
  description = "Where accesses to buckets are logged."
  value       = module.access_bucket.bucket
}

output "log_project" {
  description = "Log project of the environment."
  value       = alicloud_log_project.this.project_name
}

output "log_stores" {
  description = "Log stores by what they are for."
  value       = { for name, store in alicloud_log_store.this : name => store.logstore_name }
}
