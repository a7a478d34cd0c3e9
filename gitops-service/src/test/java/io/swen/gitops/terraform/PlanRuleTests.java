package io.swen.gitops.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.gitops.contract.Plan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class PlanRuleTests {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "OPEN_INGRESS|aws_security_group|{'ingress':[{'from_port':22,'to_port':22,'cidr_blocks':['0.0.0.0/0']}]}",
                "OPEN_INGRESS|aws_security_group_rule|{'type':'ingress','from_port':0,'to_port':65535,'ipv6_cidr_blocks':['::/0']}",
                "OPEN_INGRESS|aws_vpc_security_group_ingress_rule|{'cidr_ipv4':'0.0.0.0/0','from_port':443,'to_port':444}",
                "OPEN_INGRESS|alicloud_security_group_rule|{'type':'ingress','cidr_ip':'0.0.0.0/0','port_range':'1/65535'}",
                "MISSING_ENCRYPTION|aws_ebs_volume|{'encrypted':false}",
                "MISSING_ENCRYPTION|aws_db_instance|{}",
                "MISSING_ENCRYPTION|aws_instance|{'root_block_device':[{'encrypted':null}]}",
                "MISSING_ENCRYPTION|alicloud_ecs_disk|{'encrypted':false}",
                "PUBLIC_STORAGE|aws_s3_bucket_acl|{'acl':'public-read'}",
                "PUBLIC_STORAGE|alicloud_oss_bucket_acl|{'acl':'public-read-write'}",
                "PUBLIC_STORAGE|aws_db_instance|{'publicly_accessible':true}",
                "WILDCARD_IAM|aws_iam_policy|{'policy':'{\\'Statement\\':{\\'Effect\\':\\'Allow\\',\\'Action\\':\\'ec2:*\\',\\'Resource\\':\\'*\\'}}'}",
                "WILDCARD_IAM|alicloud_ram_policy|{'policy_document':'{\\'Statement\\':[{\\'Effect\\':\\'Allow\\',\\'Action\\':[\\'*\\'],\\'Resource\\':[\\'*\\']}]}'}",
                "MISSING_TAGS|aws_vpc|{'tags_all':{'Project':'swen','Environment':'dev'}}",
                "MISSING_TAGS|alicloud_vpc|{'tags':null}",
                "OPEN_METADATA|aws_instance|{'metadata_options':[{'http_tokens':'optional'}]}",
                "OPEN_METADATA|alicloud_instance|{}"
            })
    void finds(PlanRule rule, String type, String after) {
        assertThat(rule.check(type, JSON.readTree(json(after)))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "OPEN_INGRESS|aws_security_group|{'ingress':[{'from_port':443,'to_port':443,'cidr_blocks':['0.0.0.0/0']}]}",
                "OPEN_INGRESS|aws_vpc_security_group_ingress_rule|{'cidr_ipv4':'10.0.0.0/8','from_port':22,'to_port':22}",
                "OPEN_INGRESS|alicloud_security_group_rule|{'type':'egress','cidr_ip':'0.0.0.0/0','port_range':'1/65535'}",
                "MISSING_ENCRYPTION|aws_ebs_volume|{'encrypted':true}",
                "PUBLIC_STORAGE|aws_s3_bucket_acl|{'acl':'private'}",
                "WILDCARD_IAM|aws_iam_policy|{'policy':'{\\'Statement\\':{\\'Effect\\':\\'Deny\\',\\'Action\\':\\'*\\',\\'Resource\\':\\'*\\'}}'}",
                "WILDCARD_IAM|aws_iam_policy|{'policy':'{\\'Statement\\':{\\'Effect\\':\\'Allow\\',\\'Action\\':\\'s3:GetObject\\',\\'Resource\\':\\'*\\'}}'}",
                "MISSING_TAGS|aws_vpc|{'tags_all':{'Project':'swen','Environment':'dev','ManagedBy':'terraform'}}",
                "MISSING_TAGS|aws_route|{}",
                "OPEN_METADATA|aws_launch_template|{'metadata_options':[{'http_tokens':'required'}]}"
            })
    void passes(PlanRule rule, String type, String after) {
        assertThat(rule.check(type, JSON.readTree(json(after)))).isEmpty();
    }

    @Test
    void aPlanShowsNeitherSensitiveNorUnknownValues() {
        List<Plan.Action> actions =
                new PlanDocument(JSON.readTree(json("""
                        {'resource_changes':[
                          {'address':'module.a.aws_db_instance.b','type':'aws_db_instance','change':{
                             'actions':['delete','create'],'before':{'password':'old','size':1},'before_sensitive':{'password':true},
                             'after':{'password':'new','size':2,'note':'the canary sings','list':[{'secret':'x'}]},
                             'after_unknown':{'arn':true},
                             'after_sensitive':{'password':true,'list':[{'secret':true}]}}},
                          {'address':'aws_vpc.c','type':'aws_vpc','change':{'actions':['no-op'],'before':{},'after':{}}},
                          {'address':'data.aws_ami.d','type':'aws_ami','change':{'actions':['read'],'before':null,'after':{}}}]}
                        """)), text -> text.replace("canary", "[redacted]")).actions();

        assertThat(actions).singleElement().satisfies(action -> {
            assertThat(action.op()).isEqualTo(Plan.Op.REPLACE);
            assertThat(action.name()).isEqualTo("module.a.aws_db_instance.b");
            assertThat(action.before()).containsEntry("password", "(sensitive)");
            assertThat(action.after())
                    .containsEntry("password", "(sensitive)")
                    .containsEntry("arn", "(known after apply)")
                    .containsEntry("note", "the [redacted] sings")
                    .containsEntry("list", List.of(Map.of("secret", "(sensitive)")));
        });
    }

    private static String json(String text) {
        return text.replace("\\'", "\\\"").replace('\'', '"');
    }
}
