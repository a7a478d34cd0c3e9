package io.swen.gitops.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.gitops.repository.TreeFile;
import io.swen.gitops.secret.SecretPatterns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HclRulesTests {

    private static final String ROOT = "environments/dev/terraform";
    private static final HclRules RULES =
            new HclRules(Set.of("hashicorp/aws", "aliyun/alicloud"), List.of(ROOT, "modules"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "resource aws_eip x { provisioner local-exec { command = \"id\" } } | a provisioner runs programs",
                "data \"external\" \"x\" { program = [\"sh\"] } | data source external",
                "data http x { url = \"http://10.0.0.1\" } | data source http",
                "terraform { backend \"s3\" {} } | no backend block",
                "terraform { cloud { organization = \"x\" } } | no cloud block",
                "module \"m\" { source = \"git::https://example.com/m\" } | a module's source must be a plain path",
                "module \"m\" { source = \"../../../../etc\" } | a module's source must be a plain path",
                "module \"m\" { source = \"../../prod/terraform\" } | a module's source must be a plain path",
                "module \"m\" { source = \"${var.x}\" } | a module's source must be a plain path",
                "terraform { required_providers { x = { source = \"evil/x\" } } } | provider evil/x is not allowed",
                "resource \"evil_thing\" \"x\" {} | provider hashicorp/evil is not allowed",
                "provider \"evil\" {} | provider hashicorp/evil is not allowed",
                "resource \"aws_db_instance\" \"x\" { password = \"correct-horse\" } | password carries a secret",
                "variable \"db_password\" { default = \"correct-horse\" } | default carries a secret",
                "resource \"aws_vpc\" \"x\" { | a bracket is not closed"
            })
    void refuses(String code, String because) {
        assertThat(RULES.check(List.of(file("main.tf", code))))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith(ROOT + "/main.tf")
                        .contains(because)
                        .doesNotContain("correct-horse"));
    }

    @Test
    void takesOrdinaryCode() {
        assertThat(RULES.check(List.of(file("main.tf", """
                                terraform {
                                  required_providers {
                                    alicloud = { source = "registry.terraform.io/aliyun/alicloud" }
                                  }
                                }
                                module "network" {
                                  source = "../../../modules/aws"
                                }
                                variable "db_password" {
                                  type      = string
                                  sensitive = true
                                }
                                resource "aws_db_instance" "x" { password = var.db_password }
                                resource "aws_instance" "w" {
                                  metadata_options { http_tokens = "required" }
                                }
                                resource "alicloud_vpc" "y" {}
                                resource "terraform_data" "z" {}
                                """), file("README.md", "provisioner \"local-exec\" {"))))
                .isEmpty();
    }

    @Test
    void refusesFilesThatTerraformReadsInAnotherForm() {
        assertThat(RULES.check(List.of(file("main.tf.json", "{}"), file("run.sh", "id"))))
                .hasSize(2)
                .allMatch(problem -> problem.contains("may lie here"));
    }

    @Test
    void takesTheProjectsOwnFoundations() throws IOException {
        Path code = Path.of("../infra/terraform");
        HclRules rules = new HclRules(
                Set.of("hashicorp/aws", "aliyun/alicloud", "hashicorp/random"), List.of("infra/terraform"));
        List<TreeFile> files = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(code)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = code.relativize(path).toString();
                if (!name.contains(".terraform/")) {
                    files.add(new TreeFile("infra/terraform/" + name, Files.readAllBytes(path)));
                }
            }
        }

        assertThat(files).hasSizeGreaterThan(100);
        assertThat(rules.check(files)).isEmpty();
        assertThat(files)
                .allSatisfy(
                        file -> assertThat(SecretPatterns.inText(new String(file.content(), StandardCharsets.UTF_8)))
                                .as(file.path())
                                .isEmpty());
    }

    private static TreeFile file(String name, String code) {
        return new TreeFile(ROOT + "/" + name, code.getBytes(StandardCharsets.UTF_8));
    }
}
