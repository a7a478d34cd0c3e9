package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** The real Terraform over its built-in provider, which needs no registry. */
class TerraformIntegrationTests extends GitopsTest {

    private static final String CODE = """
            variable "database_password" {
              type      = string
              sensitive = true
            }

            resource "terraform_data" "network" {
              input = "%s"
            }

            resource "terraform_data" "database" {
              input = { name = "orders", password = var.database_password }
            }

            output "password" {
              value     = var.database_password
              sensitive = true
            }
            """;

    @BeforeAll
    static void terraformIsThere() {
        assumeThat(Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "terraform"))))
                .as("these tests run the Terraform CLI, which is not on the PATH")
                .isTrue();
    }

    @Test
    void codeIsPlannedApprovedAppliedAndMergedAndItsSecretsStayUnseen() {
        String environment = "tf-flow";
        UUID id = propose(environment, "10.0.0.0/16");

        JsonNode waiting = awaitState(id, "awaiting_approval", "failed");
        assertThat(waiting.at("/state").asString()).as(waiting.toString()).isEqualTo("awaiting_approval");
        assertThat(waiting.at("/kind").asString()).isEqualTo("terraform");
        assertThat(waiting.at("/approval/level").asString()).isEqualTo("one_approver");
        assertThat(waiting.at("/plan/actions")).hasSize(2);
        assertThat(waiting.at("/plan/actions/0/after/input").toString()).doesNotContain(CANARY);
        approve(id, waiting);

        JsonNode done = awaitState(id, "succeeded", "failed");
        assertThat(done.at("/state").asString()).as(done.toString()).isEqualTo("succeeded");
        assertThat(repository.fileOnMain("environments/" + environment + "/terraform/main.tf"))
                .isPresent();
        assertThat(stage(done, "apply")).contains("the state is at serial 1");
        assertThat(stage(done, "monitor")).contains("a second plan finds nothing to do");
        assertThat(jdbc.queryForObject(
                        "select state from terraform_state where environment = ?", String.class, environment))
                .startsWith("v1.");
        assertThat(jdbc.queryForObject("select count(*) from terraform_state_lock", Integer.class))
                .isZero();

        assertThat(done.toString()).doesNotContain(CANARY);
        for (String stage : List.of("validate", "security_scan", "plan", "apply", "monitor")) {
            assertThat(call(
                                    HttpMethod.GET,
                                    "/api/v1/changes/" + id + "/stages/" + stage + "/log?limit=200",
                                    service(),
                                    null)
                            .getBody())
                    .doesNotContain(CANARY);
        }
        assertThat(placesWith(CANARY)).isEmpty();
        assertThat(Path.of(TERRAFORM.toString())).isEmptyDirectory();
    }

    @Test
    void aPlanIsRefusedOnceTheStateHasMoved() {
        String environment = "tf-stale";
        UUID first = propose(environment, "10.0.0.0/16");
        UUID second = propose(environment, "10.1.0.0/16");
        JsonNode one = awaitState(first, "awaiting_approval", "failed");
        JsonNode two = awaitState(second, "awaiting_approval", "failed");
        approve(first, one);
        awaitState(first, "succeeded");

        approve(second, two);

        JsonNode refused = awaitState(second, "succeeded", "failed");
        assertThat(refused.at("/failure/code").asString()).isEqualTo("plan-stale");
        assertThat(refused.at("/failure/detail").asString())
                .isEqualTo("the state moved from serial 0 to 1 by change " + first + " since the plan was made");
    }

    @Test
    void aChangeOfAnOlderMainThatChangesTheSameFileConflicts() {
        String environment = "tf-old";
        UUID first = propose(environment, "10.0.0.0/16");
        JsonNode waiting = awaitState(first, "awaiting_approval");
        UUID second = propose(environment, "10.1.0.0/16");
        awaitState(second, "awaiting_approval");
        approve(first, waiting);
        awaitState(first, "succeeded");

        // As if its plan had only been made now.
        jdbc.update("update change set state = 'RUNNING', stage = 'PLAN' where id = ?", second);
        jdbc.update(
                "update change_stage set state = 'WAITING', attempts = 0 where change_id = ? and name in ('PLAN', 'APPROVAL')",
                second);

        assertThat(awaitState(second, "failed").at("/failure/code").asString()).isEqualTo("merge-conflict");
    }

    @Test
    void anApplyThatDiedAfterItWasDoneIsNotDoneAgain() {
        String environment = "tf-crash";
        UUID id = propose(environment, "10.0.0.0/16");
        JsonNode waiting = awaitState(id, "awaiting_approval");
        KILL_AT.set("terraform-applied");
        approve(id, waiting);

        JsonNode done = awaitState(id, "succeeded", "failed");

        assertThat(done.at("/state").asString()).as(done.toString()).isEqualTo("succeeded");
        assertThat(KILL_AT.get()).isNull();
        assertThat(jdbc.queryForObject(
                        "select count(distinct lineage) from terraform_state where environment = ?",
                        Integer.class,
                        environment))
                .isEqualTo(1);
        assertThat(body(call(HttpMethod.GET, "/api/v1/changes/" + id + "/stages/apply/log", service(), null))
                        .toString())
                .contains("an earlier attempt was cut off");
    }

    @Test
    void anApplyThatIsAskedForTwiceIsDoneOnce() {
        String environment = "tf-twice";
        UUID id = propose(environment, Map.of("main.tf", "resource \"terraform_data\" \"x\" {\n  input = 1\n}\n"));
        JsonNode waiting = awaitState(id, "awaiting_approval", "failed");
        // Whoever applied it dies before that is recorded, so that another does the stage again.
        KILL_AT.set("apply-done");
        approve(id, waiting);
        assertThat(call(
                                HttpMethod.POST,
                                "/api/v1/changes/" + id + "/verdicts",
                                TestIssuer.token("approver2", Role.APPROVER),
                                Map.of(
                                        "verdict",
                                        "approve",
                                        "plan_hash",
                                        waiting.at("/plan/hash").asString()))
                        .getStatusCode()
                        .value())
                .isEqualTo(409);

        JsonNode done = awaitState(id, "succeeded", "failed");

        assertThat(done.at("/state").asString()).as(done.toString()).isEqualTo("succeeded");
        assertThat(KILL_AT.get()).isNull();
        assertThat(stage(done, "apply")).isEqualTo("was applied already, at serial 1");
        assertThat(jdbc.queryForObject(
                        "select count(distinct serial) from terraform_state where environment = ?",
                        Integer.class,
                        environment))
                .isEqualTo(1);
    }

    @Test
    void dangerousCodeNeverReachesTerraform() {
        UUID id = propose(
                "tf-danger",
                Map.of(
                        "main.tf",
                        "resource \"terraform_data\" \"x\" {\n  provisioner \"local-exec\" {\n    command = \"id\"\n  }\n}\n"));

        JsonNode failed = awaitState(id, "failed");

        assertThat(failed.at("/failure/stage").asString()).isEqualTo("validate");
        assertThat(failed.at("/failure/detail").asString()).contains("a provisioner runs programs");
    }

    @Test
    void wrongCodeIsToldWithWhatTerraformSays() {
        UUID unformatted = propose("tf-fmt", Map.of("main.tf", "resource   \"terraform_data\" \"x\" {}\n"));
        UUID invalid =
                propose("tf-invalid", Map.of("main.tf", "resource \"terraform_data\" \"x\" {\n  inptu = 1\n}\n"));

        assertThat(awaitState(unformatted, "failed").at("/failure/detail").asString())
                .contains("not formatted")
                .contains("main.tf");
        assertThat(awaitState(invalid, "failed").at("/failure/detail").asString())
                .contains("Unsupported argument");
    }

    @Test
    void badProposalsAreRefusedWithAllTheirProblems() {
        ResponseEntity<String> answer = call(
                HttpMethod.POST,
                "/api/v1/changes/terraform",
                operator(),
                Map.of(
                        "environment", "dev",
                        "team", "research",
                        "title", "",
                        "files",
                                List.of(
                                        Map.of("path", "environments/prod/terraform/main.tf", "content", "x"),
                                        Map.of("path", "environments/dev/terraform/../../main.tf", "content", "x"),
                                        Map.of(
                                                "path",
                                                "modules/a/main.tf",
                                                "content",
                                                "access_key = \"AKIAIOSFODNN7EXAMPLE\""))));

        JsonNode problem = problem(answer, 400, "invalid-field");
        assertThat(problem.at("/errors")
                        .valueStream()
                        .map(error -> error.at("/field").asString()))
                .containsExactlyInAnyOrder("title", "files[0].path", "files[1].path", "files[2].content");
        assertThat(problem.toString()).doesNotContain("AKIAIOSFODNN7EXAMPLE");
        assertThat(placesWith("AKIAIOSFODNN7EXAMPLE")).isEmpty();
    }

    @Test
    void nobodyButARunOfTerraformReachesAState() {
        for (String token : Arrays.asList(null, operator(), TestIssuer.token("admin", Role.ADMIN))) {
            assertThat(call(HttpMethod.GET, "/terraform/state/dev", token, null)
                            .getStatusCode()
                            .value())
                    .isEqualTo(401);
        }
    }

    @Test
    void theProjectsOwnModulesArePlannedAndAppliedToAPretendCloud() throws Exception {
        Path tools = Path.of("../../shared/tools/terraform-providers/env.sh")
                .toAbsolutePath()
                .normalize();
        assumeThat(tools)
                .as("the offline providers are not here, so the modules for AWS and Alibaba Cloud are not applied")
                .exists();
        Path code = Path.of("../infra/terraform").toAbsolutePath().normalize();
        Process env = new ProcessBuilder(tools.toString(), code.toString())
                .redirectErrorStream(false)
                .start();
        String exported = new String(env.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(env.waitFor()).as(exported).isZero();
        String config = exported.lines()
                .filter(line -> line.startsWith("export TF_CLI_CONFIG_FILE="))
                .map(line -> line.substring("export TF_CLI_CONFIG_FILE=".length()))
                .findFirst()
                .orElseThrow();
        Files.copy(Path.of(config), TERRAFORM_CONFIG, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Map<String, String> files = new java.util.TreeMap<>();
        try (var paths = Files.walk(code)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = code.relativize(path).toString();
                if (name.matches("[a-z]+\\.tf|modules/.*\\.(tf|tftpl)")) {
                    files.put(name, Files.readString(path));
                }
            }
        }
        files.put("dev.auto.tfvars", Files.readString(code.resolve("environments/dev.tfvars")));
        files.put("organisation.auto.tfvars", Files.readString(code.resolve("tests/organisation.tfvars")));
        UUID id = propose("tf-real", files);

        JsonNode waiting = awaitState(id, "awaiting_approval", "failed");
        assertThat(waiting.at("/state").asString()).as(waiting.toString()).isEqualTo("awaiting_approval");
        assertThat(waiting.at("/plan/actions")
                        .valueStream()
                        .map(action -> action.at("/resource").asString()))
                .contains("aws_vpc", "alicloud_vpc");
        approve(id, waiting);

        JsonNode done = awaitState(id, "succeeded", "failed");
        assertThat(done.at("/state").asString()).as(done.toString()).isEqualTo("succeeded");
        assertThat(stage(done, "monitor")).contains("a second plan finds nothing to do");

        files.put("open.tf", """
                resource "aws_security_group" "open" {
                  name = "open"

                  ingress {
                    from_port   = 22
                    to_port     = 22
                    protocol    = "tcp"
                    cidr_blocks = ["0.0.0.0/0"]
                  }
                }
                """);
        JsonNode denied = awaitState(propose("tf-real", files), "failed", "awaiting_approval");
        assertThat(denied.at("/failure/code").asString()).isEqualTo("plan-denied");
        assertThat(denied.at("/failure/detail").asString()).contains("open-ingress");
    }

    private UUID propose(String environment, String range) {
        return propose(environment, Map.of("main.tf", CODE.formatted(range)));
    }

    private UUID propose(String environment, Map<String, String> files) {
        List<Map<String, String>> edits = new ArrayList<>();
        files.forEach((name, content) ->
                edits.add(Map.of("path", "environments/" + environment + "/terraform/" + name, "content", content)));
        ResponseEntity<String> answer = call(
                HttpMethod.POST,
                "/api/v1/changes/terraform",
                operator(),
                Map.of("environment", environment, "team", "research", "title", "foundations", "files", edits));
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(202);
        return UUID.fromString(body(answer).at("/id").asString());
    }

    private static String stage(JsonNode change, String name) {
        return change.at("/stages")
                .valueStream()
                .filter(stage -> stage.at("/name").asString().equals(name))
                .map(stage -> stage.at("/summary").asString(""))
                .findFirst()
                .orElse("");
    }

    private static String operator() {
        return TestIssuer.token("operator", Role.OPERATOR);
    }

    /** Every column of every table that has the text somewhere. */
    private List<String> placesWith(String text) {
        List<String> places = new ArrayList<>();
        for (Map<String, @Nullable Object> column : jdbc.queryForList(
                "select table_schema, table_name, column_name from information_schema.columns"
                        + " where table_schema in ('public', 'audit') and data_type in ('text', 'jsonb', 'character varying')")) {
            String table = column.get("table_schema") + ".\"" + column.get("table_name") + "\"";
            Integer found = jdbc.queryForObject(
                    "select count(*) from " + table + " where \"" + column.get("column_name") + "\"::text like ?",
                    Integer.class,
                    "%" + text + "%");
            if (Objects.requireNonNullElse(found, 0) > 0) {
                places.add(table + "." + column.get("column_name"));
            }
        }
        return places;
    }
}
