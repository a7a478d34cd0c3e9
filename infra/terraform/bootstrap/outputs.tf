output "s3_backend" {
  description = "Content of backend.tf for states in S3."
  value = templatefile("${path.module}/s3.tftpl", {
    bucket = module.s3.bucket
    region = var.aws_region
    key    = aws_kms_key.states.arn
  })
}

output "oss_backend" {
  description = "Content of backend.tf for states in OSS."
  value = templatefile("${path.module}/oss.tftpl", {
    bucket   = module.oss.bucket
    region   = var.alibaba_region
    instance = alicloud_ots_instance.locks.name
    table    = alicloud_ots_table.locks.table_name
  })
}
