mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  bucket  = "swen-dev-000000000000-artifacts"
  key_arn = "arn:aws:kms:us-east-1:000000000000:key/1"
  logs_to = { bucket = "swen-dev-000000000000-access" }
}

run "a_bucket_is_private_encrypted_versioned_and_reached_by_tls_only" {
  module {
    source = "./modules/aws/bucket"
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.this.block_public_acls,
      aws_s3_bucket_public_access_block.this.block_public_policy,
      aws_s3_bucket_public_access_block.this.ignore_public_acls,
      aws_s3_bucket_public_access_block.this.restrict_public_buckets,
    ])
    error_message = "A bucket must be private."
  }

  assert {
    condition = alltrue([
      for rule in aws_s3_bucket_server_side_encryption_configuration.this.rule :
      one(rule.apply_server_side_encryption_by_default).sse_algorithm == "aws:kms"
      && one(rule.apply_server_side_encryption_by_default).kms_master_key_id == var.key_arn
    ])
    error_message = "A bucket must be encrypted with the key that is given."
  }

  assert {
    condition     = aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled"
    error_message = "A bucket must keep old versions."
  }

  assert {
    condition = anytrue([
      for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement :
      statement.Effect == "Deny" && try(statement.Condition.Bool["aws:SecureTransport"] == "false", false)
    ])
    error_message = "A bucket must refuse requests without TLS."
  }

  assert {
    condition     = aws_s3_bucket.this.force_destroy == false
    error_message = "A protected bucket may only be destroyed when it is empty."
  }
}

run "refuses_a_name_that_s3_refuses" {
  command = plan

  module {
    source = "./modules/aws/bucket"
  }

  variables {
    bucket = "Swen_Dev"
  }

  expect_failures = [var.bucket]
}
