package io.swen.cli.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.cli.console.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoundationRulesTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "aws_vpc|{'tags_all':{'Project':'swen','Environment':'dev'}}|has no tag ManagedBy",
                "alicloud_vpc|{'tags':null}|has no tag Project",
                "aws_vpc_security_group_ingress_rule|{'cidr_ipv4':'0.0.0.0/0','from_port':22,'to_port':22}|lets the world in to ports 22 to 22",
                "aws_vpc_security_group_ingress_rule|{'cidr_ipv6':'::/0','from_port':443,'to_port':443}|lets the world in",
                "aws_security_group|{'ingress':[{'cidr_blocks':['0.0.0.0/0'],'from_port':0,'to_port':0}]}|lets the world in",
                "aws_security_group_rule|{'type':'ingress','cidr_blocks':['0.0.0.0/0'],'from_port':22,'to_port':22}|lets the world in",
                "alicloud_security_group_rule|{'type':'ingress','cidr_ip':'0.0.0.0/0','port_range':'1/65535'}|lets the world in to ports 1 to 65535",
                "aws_iam_policy|{'policy':'{\\'Statement\\':{\\'Effect\\':\\'Allow\\',\\'Action\\':\\'x\\',\\'Resource\\':\\'*\\'}}'}|allows x on every resource",
                "aws_iam_role_policy|{'policy':'{\\'Statement\\':[{\\'Effect\\':\\'Allow\\',\\'Action\\':[\\'s3:*\\'],\\'Resource\\':\\'arn\\'}]}'}|allows s3:*",
                "alicloud_ram_policy|{'policy_document':'{\\'Statement\\':[{\\'Effect\\':\\'Allow\\',\\'Action\\':[\\'oss:PutObject\\'],\\'Resource\\':[\\'*\\']}]}'}|allows oss:PutObject on every resource",
                "aws_sqs_queue_policy|{'policy':'{\\'Statement\\':[{\\'Effect\\':\\'Allow\\',\\'Action\\':\\'sqs:SendMessage\\',\\'Principal\\':{\\'AWS\\':\\'*\\'},\\'Resource\\':\\'arn\\'}]}'}|is open to everybody",
                "aws_s3_bucket|{}|has no aws_s3_bucket_server_side_encryption_configuration",
                "alicloud_oss_bucket|{}|has no alicloud_oss_bucket_acl",
                "aws_db_instance|{'storage_encrypted':true,'multi_az':false}|multi_az is not true",
                "aws_db_instance|{'storage_encrypted':true,'multi_az':true,'publicly_accessible':true}|is public",
                "alicloud_db_instance|{'encryption_key':'','zone_id':'a','zone_id_slave_a':'b'}|is not encrypted",
                "alicloud_db_instance|{'encryption_key':'k','zone_id':'a','zone_id_slave_a':'a'}|has no standby in another zone",
                "aws_launch_template|{'block_device_mappings':[{'ebs':[{'encrypted':'false'}]}],'metadata_options':[{'http_tokens':'required'}]}|has a disk that is not encrypted",
                "aws_launch_template|{'metadata_options':[{'http_tokens':'optional'}]}|answers for metadata without a token",
                "alicloud_ecs_launch_template|{'system_disk':[{'encrypted':true}]}|answers for metadata without a token",
                "aws_kms_key|{'enable_key_rotation':false}|enable_key_rotation is not true",
                "alicloud_kms_key|{'automatic_rotation':'Disabled'}|is not rotated",
                "aws_subnet|{'availability_zone':'us-east-1a'}|lies in 1 zone"
            })
    void finds(String type, String values, String what) {
        assertThat(FoundationRules.problems(List.of(resource("module.m." + type + ".x", type, values))))
                .anySatisfy(problem ->
                        assertThat(problem).contains("module.m." + type + ".x").contains(what));
    }

    @Test
    void findsABucketWhosePartsAreThereAndDoNotProtectIt() {
        List<Planned> bucket = bucket("aws:kms");
        List<Planned> open = bucket("none");

        assertThat(FoundationRules.problems(bucket)).isEmpty();
        assertThat(FoundationRules.problems(open))
                .containsExactly(
                        "module.b.aws_s3_bucket_server_side_encryption_configuration.this does not protect its bucket");
    }

    @Test
    void takesAPartOfAnotherBucketForNoPartOfThisOne() {
        List<Planned> resources = new ArrayList<>(bucket("aws:kms"));
        resources.add(resource("module.c.aws_s3_bucket.this", "aws_s3_bucket", "{}"));

        assertThat(FoundationRules.problems(resources))
                .hasSize(4)
                .allMatch(problem -> problem.startsWith("module.c.aws_s3_bucket.this has no "));
    }

    @Test
    void takesWhatIsInOrder() {
        assertThat(FoundationRules.problems(List.of(
                        resource(
                                "module.s.aws_vpc_security_group_ingress_rule.load_balancer_https[\"0.0.0.0/0\"]",
                                "aws_vpc_security_group_ingress_rule",
                                "{'cidr_ipv4':'0.0.0.0/0','from_port':443,'to_port':443}"),
                        resource(
                                "module.s.aws_iam_role_policy.x",
                                "aws_iam_role_policy",
                                "{'policy':'{\\'Statement\\':[{\\'Effect\\':\\'Allow\\',\\'Action\\':[\\'ec2:DescribeInstances\\'],\\'Resource\\':\\'*\\'}]}'}"),
                        resource("module.n.aws_subnet.x[\"a\"]", "aws_subnet", "{'availability_zone':'a'}"),
                        resource("module.n.aws_subnet.x[\"b\"]", "aws_subnet", "{'availability_zone':'b'}"))))
                .isEmpty();
    }

    private static List<Planned> bucket(String algorithm) {
        return List.of(
                resource("module.b.aws_s3_bucket.this", "aws_s3_bucket", "{}"),
                resource(
                        "module.b.aws_s3_bucket_server_side_encryption_configuration.this",
                        "aws_s3_bucket_server_side_encryption_configuration",
                        "{'rule':[{'apply_server_side_encryption_by_default':[{'sse_algorithm':'" + algorithm
                                + "'}]}]}"),
                resource(
                        "module.b.aws_s3_bucket_public_access_block.this",
                        "aws_s3_bucket_public_access_block",
                        "{'block_public_acls':true,'block_public_policy':true,'ignore_public_acls':true,'restrict_public_buckets':true}"),
                resource(
                        "module.b.aws_s3_bucket_versioning.this",
                        "aws_s3_bucket_versioning",
                        "{'versioning_configuration':[{'status':'Enabled'}]}"),
                resource("module.b.aws_s3_bucket_policy.this", "aws_s3_bucket_policy", "{}"));
    }

    private static Planned resource(String address, String type, String values) {
        return new Planned(
                address, type, Json.parse(values.replace("\\'", "\\\"").replace('\'', '"')));
    }
}
