package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.swen.gitops.drift.DriftInsides;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The real Terraform over a pretend cloud in a file, which can be altered behind its back and takes its time where it is told to. */
@SuppressWarnings("NullAway.Init") // Spring fills the field before each test
class TerraformCloudIntegrationTests extends GitopsTest {

    private static final Path TOOL = Path.of("../../shared/tools/terraform-providers/env.sh")
            .toAbsolutePath()
            .normalize();
    private static final Path CLOUD = TERRAFORM.resolveSibling(TERRAFORM.getFileName() + "-cloud.json");
    private static final String CODE = """
            terraform {
              required_providers {
                aws = {
                  source = "hashicorp/aws"
                }
              }
            }

            provider "aws" {
              region = "eu-central-1"
            }

            resource "aws_vpc" "first" {
              cidr_block = "%s"
              tags       = { Name = "first", Project = "swen", Environment = "test", ManagedBy = "terraform", Owner = "test" }
            }

            resource "aws_vpc" "second" {
              cidr_block = "%s"
              tags       = { Name = "second", Project = "swen", Environment = "test", ManagedBy = "terraform", Owner = "test" }
              depends_on = [aws_vpc.first]
            }
            """;

    @Autowired
    ApplicationContext context;

    @TempDir
    Path folder;

    @BeforeEach
    void theProvidersAreThere() throws Exception {
        assumeThat(TOOL)
                .as("the offline providers are not here, so nothing is applied to a pretend cloud")
                .exists();
        Files.writeString(folder.resolve("main.tf"), CODE);
        Process env = new ProcessBuilder(TOOL.toString(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String exported = new String(env.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeThat(env.waitFor())
                .as("the offline providers cannot be made here")
                .isZero();
        Files.copy(
                Path.of(exported.lines()
                        .filter(line -> line.startsWith("export TF_CLI_CONFIG_FILE="))
                        .map(line -> line.substring("export TF_CLI_CONFIG_FILE=".length()))
                        .findFirst()
                        .orElseThrow()),
                TERRAFORM_CONFIG,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @AfterEach
    void calm() {
        if (Files.exists(CLOUD)) {
            faults(List.of());
        }
    }

    @Test
    void whatTheCloudHasOtherwiseIsFoundWithItsAttributesAndPutBackByAChange() {
        String environment = "tf-drift";
        applied(propose(environment, "10.1.0.0/16", "10.2.0.0/16"));
        DriftInsides.lookAtState(context, environment);
        assertThat(drift(environment, "open=true")).isEmpty();

        cloud(objects -> {
            vpc(objects, "10.1.0.0/16").withObject("tags").put("Name", "somebody-elses");
            objects.remove(key(objects, "10.2.0.0/16"));
        });
        DriftInsides.lookAtState(context, environment);

        assertThat(drift(environment, "open=true")).hasSize(2);
        JsonNode changed = one(environment, "changed");
        assertThat(changed.at("/resource").asString()).isEqualTo("aws_vpc.first");
        assertThat(changed.at("/team").asString()).isEqualTo("research");
        assertThat(changed.at("/state").asString()).isEqualTo("open");
        assertThat(changed.at("/differences").valueStream().map(JsonNode::toString))
                .contains("{\"attribute\":\"tags.Name\",\"wanted\":\"first\",\"found\":\"somebody-elses\"}");
        assertThat(one(environment, "missing").at("/resource").asString()).isEqualTo("aws_vpc.second");

        DriftInsides.lookAtState(context, environment);
        UUID heal = UUID.fromString(await().atMost(PATIENCE)
                .until(
                        () -> one(environment, "changed").at("/change_id").asString(""),
                        id -> !id.isEmpty()
                                && one(environment, "missing")
                                        .at("/change_id")
                                        .asString("")
                                        .equals(id)));
        JsonNode waiting = awaitState(heal, "awaiting_approval", "failed");
        assertThat(waiting.at("/origin").asString()).isEqualTo("drift");
        assertThat(waiting.at("/plan/actions")
                        .valueStream()
                        .map(action -> action.at("/op").asString() + " "
                                + action.at("/name").asString()))
                .containsExactly("update aws_vpc.first", "create aws_vpc.second");
        // While it is under way nothing is said, and nothing is healed twice.
        DriftInsides.lookAtState(context, environment);
        assertThat(one(environment, "changed").at("/state").asString()).isEqualTo("healing");
        applied(heal);

        DriftInsides.lookAtState(context, environment);
        assertThat(drift(environment, "open=true")).isEmpty();
        assertThat(drift(environment, "open=false").stream()
                        .map(one -> one.at("/state").asString()))
                .containsOnly("healed");
        cloud(objects -> assertThat(vpc(objects, "10.1.0.0/16").at("/tags/Name").asString())
                .isEqualTo("first"));
        assertThat(vpcs("10.2.0.0/16")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "terraform-applied"})
    void whatWasKilledHalfWayFailsInAClearStateAndMakesNothingTwice(String serviceDiesAt) {
        String environment = serviceDiesAt.isEmpty() ? "tf-kill" : "tf-kill-both";
        String first = serviceDiesAt.isEmpty() ? "10.3.0.0/16" : "10.5.0.0/16";
        String second = serviceDiesAt.isEmpty() ? "10.4.0.0/16" : "10.6.0.0/16";
        faults(List.of(
                Map.of("type", "aws_vpc", "op", "create", "where", Map.of("cidr_block", second), "delay_ms", 60_000)));
        UUID id = propose(environment, first, second);
        JsonNode waiting = awaitState(id, "awaiting_approval", "failed");
        assertThat(waiting.at("/state").asString()).as(waiting.toString()).isEqualTo("awaiting_approval");
        KILL_AT.set(serviceDiesAt.isEmpty() ? null : serviceDiesAt);
        approve(id, waiting);
        await().atMost(PATIENCE).until(() -> vpcs(first) == 1);
        long pid = Objects.requireNonNull(jdbc.queryForObject(
                "select pid from terraform_run where change_id = ? and pid is not null order by created_at desc limit 1",
                Long.class,
                id));

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        JsonNode failed = awaitState(id, "failed", "succeeded");
        assertThat(failed.at("/failure/code").asString()).as(failed.toString()).isEqualTo("apply-interrupted");
        assertThat(failed.at("/failure/detail").asString())
                .contains("was killed while it applied", "at serial 0", "create aws_vpc.first, create aws_vpc.second");
        assertThat(KILL_AT.get()).isNull();
        assertThat(vpcs(first)).isEqualTo(1);
        assertThat(jdbc.queryForObject(
                        "select count(*) from terraform_state_lock where environment = ?", Integer.class, environment))
                .isZero();
        // The state is free and consistent: the next change is planned from what it says.
        faults(List.of());
        UUID next = propose(environment, first, second.replace("/16", "/17"));
        assertThat(awaitState(next, "awaiting_approval", "failed").at("/state").asString())
                .isEqualTo("awaiting_approval");
        call(HttpMethod.POST, "/api/v1/changes/" + next + "/cancel", service(), null);
    }

    private void applied(UUID id) {
        JsonNode waiting = awaitState(id, "awaiting_approval", "failed");
        assertThat(waiting.at("/state").asString()).as(waiting.toString()).isEqualTo("awaiting_approval");
        approve(id, waiting);
        JsonNode done = awaitState(id, "succeeded", "failed");
        assertThat(done.at("/state").asString()).as(done.toString()).isEqualTo("succeeded");
    }

    private UUID propose(String environment, String first, String second) {
        ResponseEntity<String> answer = call(
                HttpMethod.POST,
                "/api/v1/changes/terraform",
                TestIssuer.token("operator", Role.OPERATOR),
                Map.of(
                        "environment",
                        environment,
                        "team",
                        "research",
                        "title",
                        "networks",
                        "files",
                        List.of(Map.of(
                                "path",
                                "environments/" + environment + "/terraform/main.tf",
                                "content",
                                CODE.formatted(first, second)))));
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(202);
        return UUID.fromString(body(answer).at("/id").asString());
    }

    private List<JsonNode> drift(String environment, String query) {
        return body(call(HttpMethod.GET, "/api/v1/drift?environment=" + environment + "&" + query, service(), null))
                .at("/items")
                .valueStream()
                .toList();
    }

    private JsonNode one(String environment, String kind) {
        return drift(environment, "class=" + kind).getFirst();
    }

    private long vpcs(String range) {
        long[] count = new long[1];
        cloud(objects -> count[0] = objects.properties().stream()
                .filter(entry -> entry.getValue().at("/cidr_block").asString("").equals(range))
                .count());
        return count[0];
    }

    private static String key(ObjectNode objects, String range) {
        return objects.properties().stream()
                .filter(entry -> entry.getValue().at("/cidr_block").asString("").equals(range))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode vpc(ObjectNode objects, String range) {
        return (ObjectNode) objects.get(key(objects, range));
    }

    /** Looks into the pretend cloud, and alters it. */
    private void cloud(java.util.function.Consumer<ObjectNode> what) {
        edit(cloud -> what.accept(cloud.withObject("objects")));
    }

    private void faults(List<Map<String, Object>> faults) {
        edit(cloud -> cloud.set("faults", json.valueToTree(faults)));
    }

    private void edit(java.util.function.Consumer<ObjectNode> what) {
        try {
            ObjectNode cloud =
                    Files.exists(CLOUD) ? (ObjectNode) json.readTree(Files.readString(CLOUD)) : json.createObjectNode();
            cloud.withObject("objects");
            String before = cloud.toString();
            what.accept(cloud);
            if (!cloud.toString().equals(before)) {
                cloud.withArray("faults");
                Files.writeString(CLOUD, cloud.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
