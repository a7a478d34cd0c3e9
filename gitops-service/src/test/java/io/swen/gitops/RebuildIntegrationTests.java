package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.gitops.Requests.Change;
import io.swen.gitops.repository.TreeFile;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** What Git and the sealed audit log hold is enough to make the tables of changes anew. */
class RebuildIntegrationTests extends GitopsTest {

    @Test
    void theTablesMadeFromGitAreThoseThatAre() {
        UUID applied = post(Change.deploy(Requests.newId("rebuilt")));
        UUID approved = post(Change.deploy(Requests.newId("rebuilt")).costing("20", 0.9));
        UUID rejected = post(Change.deploy(Requests.newId("rebuilt")).costing("20", 0.9));
        UUID leaky = post(Change.deploy(Requests.newId("rebuilt")).env(Map.of("DB_PASSWORD", "hunter2-rebuilt")));
        approve(approved, awaitState(approved, "awaiting_approval"));
        JsonNode waiting = awaitState(rejected, "awaiting_approval");
        call(
                HttpMethod.POST,
                "/api/v1/changes/" + rejected + "/verdicts",
                TestIssuer.token("approver", Role.APPROVER),
                Map.of(
                        "verdict",
                        "reject",
                        "reason",
                        "it is too dear for what it does",
                        "plan_hash",
                        waiting.at("/plan/hash").asString()));
        for (UUID id : List.of(applied, approved)) {
            assertThat(awaitState(id, "succeeded", "failed").at("/state").asString())
                    .isEqualTo("succeeded");
        }
        awaitState(rejected, "rejected");
        awaitState(leaky, "failed");

        JsonNode report = await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(this::verify, found -> found.at("/audited").asInt() >= 6);

        assertThat(report.at("/different").asInt()).as(report.toPrettyString()).isZero();
        assertThat(report.at("/tables").asInt()).isEqualTo(18);
        assertThat(report.at("/rows").asInt()).isGreaterThan(4 + 4 + 4 * 7);
        for (TreeFile file : repository.records()) {
            assertThat(new String(file.content(), StandardCharsets.UTF_8)).doesNotContain("hunter2-rebuilt");
        }
    }

    @Test
    void aStateThatTheSealedAuditLogDoesNotKnowIsFound() {
        UUID id = post(Change.deploy(Requests.newId("forged")).env(Map.of("DB_PASSWORD", "hunter2")));
        awaitState(id, "failed");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> verify().at("/findings").isEmpty());
        int before = verify().at("/different").asInt();
        jdbc.update("update change set state = 'SUCCEEDED' where id = ?", id);
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
                JsonNode report = verify();
                assertThat(report.at("/different").asInt()).isEqualTo(before + 1);
                assertThat(report.at("/findings/0").asString()).contains(id.toString(), "FAILED", "SUCCEEDED");
            });
        } finally {
            jdbc.update("update change set state = 'FAILED' where id = ?", id);
        }
    }

    @Test
    void whatHoldsChangesBackAndWhatWasAgreedBeforehandIsMadeAnewToo() {
        String environment = Requests.newId("rebuilt");
        String admin = TestIssuer.token("admin", Role.ADMIN);
        UUID id = post(Change.deploy(Requests.newId("rebuilt")).in(environment).costing("20", 0.9));
        JsonNode waiting = awaitState(id, "awaiting_approval");
        ResponseEntity<String> verdict = call(
                HttpMethod.POST,
                "/api/v1/changes/" + id + "/verdicts",
                TestIssuer.token("approver", Role.APPROVER),
                Map.of(
                        "verdict",
                        "approve",
                        "plan_hash",
                        waiting.at("/plan/hash").asString(),
                        "envelope",
                        Map.of(
                                "max_hourly_cost",
                                Map.of("amount", "25", "currency", "USD"),
                                "regions",
                                List.of("aws:us-east-1"),
                                "count",
                                3,
                                "valid_for",
                                "P30D")));
        assertThat(verdict.getStatusCode().value()).as(verdict.getBody()).isEqualTo(200);
        awaitState(id, "succeeded", "failed");
        ResponseEntity<String> taken = call(
                HttpMethod.POST,
                "/api/v1/changes/" + id + "/rollback",
                TestIssuer.token("operator", Role.OPERATOR),
                Map.of("reason", "a test of what is recorded"));
        assertThat(taken.getStatusCode().value()).as(taken.getBody()).isLessThan(300);
        ResponseEntity<String> frozen = call(
                HttpMethod.POST,
                "/api/v1/freeze-windows",
                admin,
                Map.of(
                        "environments",
                        List.of(environment),
                        "reason",
                        "a test of what is recorded",
                        "cron",
                        "0 18 * * FRI",
                        "duration",
                        "PT2H"));
        assertThat(frozen.getStatusCode().value()).as(frozen.getBody()).isLessThan(300);

        JsonNode report = await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        this::verify,
                        found -> rows(found, "envelope") > 0
                                && rows(found, "pin") > 0
                                && rows(found, "freeze_window") > 0);
        assertThat(report.at("/different").asInt()).as(report.toPrettyString()).isZero();

        // And it is not compared with itself: what Git does not know is found.
        jdbc.execute("alter table freeze_window disable trigger record_due");
        try {
            jdbc.update("update freeze_window set reason = 'forged' where ? = any (environments)", environment);
            JsonNode forged = await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(this::verify, found -> rows(found, "freeze_window") > 0);
            assertThat(forged.at("/findings").toString()).contains("freeze_window: missing from Git", "forged");
        } finally {
            jdbc.execute("alter table freeze_window enable trigger record_due");
            jdbc.update("delete from freeze_window where ? = any (environments)", environment);
        }
    }

    private static int rows(JsonNode report, String table) {
        return report.at("/compared")
                .valueStream()
                .filter(one -> one.at("/table").asString().equals(table))
                .mapToInt(one -> one.at("/rows").asInt())
                .sum();
    }

    @Test
    void restoresOnlyWhereThereIsNothing() {
        awaitState(post(Change.deploy(Requests.newId("there"))), "succeeded", "failed");

        ResponseEntity<String> answer =
                call(HttpMethod.POST, "/api/v1/rebuild", TestIssuer.token("admin", Role.ADMIN), null);

        problem(answer, 409, "conflict");
    }

    @Test
    void onlyAnAdminMayAskForIt() {
        for (Role role : List.of(Role.OPERATOR, Role.APPROVER, Role.VIEWER, Role.AUDITOR)) {
            assertThat(call(HttpMethod.POST, "/api/v1/rebuild/verification", TestIssuer.token("x", role), null)
                            .getStatusCode()
                            .value())
                    .isEqualTo(403);
        }
    }

    private JsonNode verify() {
        ResponseEntity<String> answer =
                call(HttpMethod.POST, "/api/v1/rebuild/verification", TestIssuer.token("admin", Role.ADMIN), null);
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(200);
        return body(answer);
    }

    /** The branch of records is there for whoever fetches it. */
    @Test
    void keepsTheRecordsOnABranchOfTheirOwn() {
        UUID id = post(Change.deploy(Requests.newId("recorded")));
        awaitState(id, "succeeded", "failed");

        await().atMost(PATIENCE)
                .until(() -> repository.records().stream()
                        .anyMatch(file -> file.path().endsWith("/" + id + ".json")));
    }
}
