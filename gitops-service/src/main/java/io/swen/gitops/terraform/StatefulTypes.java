package io.swen.gitops.terraform;

import java.util.Set;

/** Terraform types whose data goes with the resource. */
public final class StatefulTypes {

    private static final Set<String> TYPES = Set.of(
            "aws_db_instance",
            "aws_rds_cluster",
            "aws_s3_bucket",
            "aws_ebs_volume",
            "aws_efs_file_system",
            "aws_kms_key",
            "aws_dynamodb_table",
            "aws_backup_vault",
            "aws_secretsmanager_secret",
            "alicloud_db_instance",
            "alicloud_oss_bucket",
            "alicloud_disk",
            "alicloud_ecs_disk",
            "alicloud_nas_file_system",
            "alicloud_kms_key",
            "alicloud_hbr_vault");

    private StatefulTypes() {}

    public static boolean contains(String type) {
        return TYPES.contains(type);
    }
}
