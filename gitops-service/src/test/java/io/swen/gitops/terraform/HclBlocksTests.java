package io.swen.gitops.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class HclBlocksTests {

    @Test
    void findsBlocksWhateverTheExpressionsAroundThemAre() throws HclBlocks.MalformedException {
        HclBlocks read = HclBlocks.of("""
                resource "aws_instance" "x" {
                  user_data = <<-EOT
                    provisioner "not" {
                  EOT
                  tags = { for k, v in var.t : k => "${v}-${upper("}x{")}" if v != null }
                  count = var.a ? 1 : 0 # provisioner "neither" {
                  dynamic "ebs" {
                    for_each = [for e in var.e : { size = e["s"] }]
                    content { size = ebs.value["s"] }
                  }
                  provisioner "local-exec" { command = "id" }
                }
                resource aws_eip y { provisioner local-exec { command = "id" } }
                """);

        assertThat(read.blocks().stream().map(HclBlocks.Block::header))
                .filteredOn(header -> header.getFirst().equals("provisioner"))
                .containsExactly(List.of("provisioner", "local-exec"), List.of("provisioner", "local-exec"));
        assertThat(read.blocks().stream().map(HclBlocks.Block::line)).contains(1, 11, 13);
    }

    @Test
    void tellsPlainStringsFromTemplates() throws HclBlocks.MalformedException {
        HclBlocks read = HclBlocks.of("""
                module "a" { source = "./a" }
                module "b" {
                  source = "${var.where}/b"
                }
                terraform {
                  required_providers {
                    aws = {
                      source = "hashicorp/aws"
                      version = "~> 6.0"
                    }
                  }
                }
                """);

        assertThat(read.attributes())
                .filteredOn(attribute -> attribute.name().equals("source"))
                .extracting(HclBlocks.Attribute::literal)
                .containsExactly("./a", null, "hashicorp/aws");
        assertThat(read.attributes().stream()
                        .filter(attribute -> attribute.isIn("required_providers"))
                        .map(attribute -> attribute.path().getLast().getFirst()))
                .containsOnly("aws");
    }

    @Test
    void refusesWhatIsNestedBeyondReason() {
        assertThatThrownBy(() -> HclBlocks.of("a = " + "[".repeat(10_000)))
                .isInstanceOf(HclBlocks.MalformedException.class)
                .hasMessageContaining("nested more than 100 deep");
        assertThatThrownBy(() -> HclBlocks.of("a = \"never closed")).hasMessageContaining("not closed");
        assertThatThrownBy(() -> HclBlocks.of("a = <<EOT\nnever ended")).hasMessageContaining("does not end with EOT");
    }

    @Property(tries = 2_000)
    void anyTextIsReadOrRefused(
            @ForAll
                    @StringLength(max = 60)
                    @CharRange(from = 'a', to = 'c')
                    @net.jqwik.api.constraints.Chars({
                        '{', '}', '"', '$', '%', '\n', '<', '-', '=', '#', '/', '*', '[', ']', '(', ')', '\\', ' '
                    })
                    String text) {
        try {
            assertThat(HclBlocks.of(text).blocks()).isNotNull();
        } catch (HclBlocks.MalformedException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        }
    }
}
