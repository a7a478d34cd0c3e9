package io.swen.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** Submitting, reading, editing and refusing. */
@RoutingIntegrationTest
class IntakeIntegrationTests {

    @Autowired
    private RoutingFixture fixture;

    @Test
    void storesWorkloadEventAuditRowAndKeyBeforeItAnswers() {
        String id = RoutingFixture.newName("stored");
        ResponseEntity<String> answer = fixture.post("/api/v1/workloads", RoutingFixture.batch(id), "key-" + id);

        assertThat(answer.getStatusCode().value()).isEqualTo(202);
        assertThat(String.valueOf(answer.getHeaders().getLocation())).isEqualTo("/api/v1/workloads/" + id);
        assertThat(fixture.count("select count(*) from workload where id = ? and traceparent is not null", id))
                .isEqualTo(1);
        assertThat(fixture.count(
                        "select count(*) from event_log where subject = ? and type = 'io.swen.WorkloadSubmitted'", id))
                .isEqualTo(1);
        assertThat(fixture.count(
                        "select count(*) from audit.event where resource_id = ? and action = 'workload.submit'", id))
                .isEqualTo(1);
        assertThat(fixture.count("select count(*) from idempotency_key where key = ?", "key-" + id))
                .isEqualTo(1);
    }

    @Test
    void fillsInTheDefaultsAndMakesUpAnId() {
        ResponseEntity<String> answer = fixture.post(
                "/workload",
                "{\"team\":\"research\",\"kind\":\"service\",\"container\":{\"image\":\"nginx\"},\"cpu_cores\":0.5,\"memory_gb\":1}");
        String id = fixture.json(answer).path("id").asString();
        assertThat(id).matches("wl-[0-9a-f]{12}");
        JsonNode workload = fixture.workload(id);
        assertThat(workload.path("environment").asString()).isEqualTo("dev");
        assertThat(workload.at("/container/replicas").asInt()).isEqualTo(1);
        assertThat(workload.at("/container/disk_gb").asInt()).isEqualTo(20);
        assertThat(workload.path("architecture").asString()).isEqualTo("amd64");
        assertThat(workload.path("priority").asString()).isEqualTo("medium");
        assertThat(workload.path("cost_sensitivity").asDouble()).isEqualTo(0.5);
        assertThat(workload.path("interruptible").asBoolean()).isFalse();
        assertThat(workload.at("/author/name").asString()).isEqualTo("operator");
    }

    @Test
    void keepsEveryFieldThatWasGiven() {
        String id = RoutingFixture.newName("whole");
        String body = "{\"id\":\"" + id
                + "\",\"team\":\"research\",\"environment\":\"prod\",\"kind\":\"batch\",\"container\":"
                + "{\"image\":\"ghcr.io/acme/train:1.4\",\"command\":[\"python\",\"train.py\"],\"env\":{\"EPOCHS\":\"3\"},"
                + "\"secrets\":[{\"name\":\"HF_TOKEN\",\"ref\":\"vault:ml/hf#token\"}],\"ports\":[8080],\"replicas\":2,"
                + "\"health_check\":{\"path\":\"/healthz\",\"port\":8080,\"interval\":\"PT10S\"},\"disk_gb\":50,"
                + "\"checkpoint\":{\"uri\":\"s3://acme/ckpt\",\"interval\":\"PT15M\"}},\"cpu_cores\":4.0,\"memory_gb\":16.0,"
                + "\"gpus\":0,\"architecture\":\"any\",\"priority\":\"high\",\"cost_sensitivity\":0.7,"
                + "\"latency_sensitivity\":0.3,\"deadline\":\"2031-01-01T00:00:00Z\",\"estimated_duration_hours\":2.0,"
                + "\"interruptible\":true,\"regions_allowed\":[\"aws:us-east-1\"],\"regions_forbidden\":[],"
                + "\"data_location\":\"aws:us-east-1\",\"data_size_gb\":10.0,"
                + "\"users_location\":{\"latitude\":52.52,\"longitude\":13.4}}";
        assertThat(fixture.post("/workload", body).getStatusCode().value()).isEqualTo(202);
        JsonNode stored = fixture.workload(id);
        JsonNode given = fixture.json(ResponseEntity.ok(body));
        given.propertyNames()
                .forEach(field -> assertThat(stored.path(field)).as(field).isEqualTo(given.path(field)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"cpu_cores\":-1 | cpu_cores | -1",
                "\"cpu_cores\":1025 | cpu_cores | 1025",
                "\"cpu_cores\":null | cpu_cores |",
                "\"memory_gb\":1e99 | memory_gb | 1.0E99",
                "\"gpus\":17 | gpus | 17",
                "\"gpu_model\":\"A100\" | gpu_model | A100",
                "\"cost_sensitivity\":1.1 | cost_sensitivity | 1.1",
                "\"latency_sensitivity\":-0.1 | latency_sensitivity | -0.1",
                "\"team\":\"Not A Label\" | team | Not A Label",
                "\"id\":\"-x\" | id | -x",
                "\"estimated_duration_hours\":0 | estimated_duration_hours | 0",
                "\"deadline\":\"2020-01-01T00:00:00Z\" | deadline | 2020-01-01T00:00:00Z",
                "\"regions_allowed\":[\"us-east-1\"] | regions_allowed[0] | us-east-1",
                "\"regions_allowed\":[\"aws:atlantis-1\"] | regions_allowed[0] | aws:atlantis-1",
                "\"data_size_gb\":5 | data_location |",
                "\"users_location\":{\"latitude\":91,\"longitude\":0} | users_location.latitude | 91",
                "\"container\":{\"image\":\"Bad Image\"} | container.image | Bad Image",
                "\"container\":{\"image\":\"x\",\"ports\":[70000]} | container.ports[0] | 70000",
                "\"container\":{\"image\":\"x\",\"replicas\":0} | container.replicas | 0",
                "\"container\":{\"image\":\"x\",\"disk_gb\":16385} | container.disk_gb | 16385",
                "\"container\":{\"image\":\"x\",\"checkpoint\":{\"uri\":\"s3://acme/c\"}} | container.checkpoint.interval |",
                "\"container\":{\"image\":\"x\",\"env\":{\"1A\":\"x\"}} | container.env | 1A",
                "\"container\":{\"image\":\"x\",\"secrets\":[{\"name\":\"A\",\"ref\":\"hunter2\"}]} | container.secrets[0].ref |",
            })
    void namesTheFieldWhatWasGivenAndWhatIsAllowed(String field, String path, String given) {
        String id = RoutingFixture.newName("refused");
        JsonNode problem = fixture.problem(fixture.post("/workload", replaced(id, field)), 400, "invalid-field");

        assertThat(problem.at("/errors/0/field").asString()).isEqualTo(path);
        assertThat(problem.at("/errors/0/given").asString("")).isEqualTo(given == null ? "" : given);
        assertThat(problem.at("/errors/0/allowed").asString()).isNotEmpty();
        assertThat(fixture.count("select count(*) from workload where id = ?", id))
                .isZero();
    }

    @Test
    void refusesWhatIsNotAWorkloadAtAll() {
        fixture.problem(fixture.post("/workload", "{\"team\":"), 400, "malformed-body");
        assertThat(fixture.problem(
                                fixture.post("/workload", RoutingFixture.batch("x", "\"cpus\":4")),
                                400,
                                "unknown-field")
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("cpus");
        assertThat(fixture.problem(
                                fixture.post("/workload", replaced("x", "\"kind\":\"daemon\"")), 400, "invalid-field")
                        .at("/errors/0/allowed")
                        .asString())
                .isEqualTo("one of batch, service");
        fixture.problem(
                fixture.post(
                        "/workload", RoutingFixture.batch("x", "\"data_location\":\"" + "x".repeat(1_100_000) + "\"")),
                413,
                "payload-too-large");
        fixture.problem(
                fixture.call(HttpMethod.POST, "/workload", RoutingFixture.batch("x"), null, headers -> {}),
                401,
                "unauthenticated");
        fixture.problem(
                fixture.call(
                        HttpMethod.POST,
                        "/workload",
                        RoutingFixture.batch("x"),
                        TestIssuer.token("viewer", Role.VIEWER),
                        headers -> {}),
                403,
                "forbidden");
        fixture.problem(fixture.get("/api/v1/workloads/none-such"), 404, "not-found");
    }

    @Test
    void takesAnIdOnceAndAKeyOnce() {
        String id = RoutingFixture.newName("once");
        String body = RoutingFixture.batch(id);
        assertThat(fixture.post("/workload", body, "once-" + id).getStatusCode().value())
                .isEqualTo(202);
        ResponseEntity<String> again = fixture.post("/api/v1/workloads", body, "once-" + id);
        assertThat(again.getStatusCode().value()).isEqualTo(202);
        assertThat(again.getHeaders().getFirst("Idempotency-Replayed")).isEqualTo("true");
        assertThat(fixture.json(again).path("id").asString()).isEqualTo(id);

        fixture.problem(fixture.post("/workload", body), 409, "already-exists");
        fixture.problem(fixture.post("/workload", body, "another-" + id), 409, "already-exists");
        fixture.problem(
                fixture.post("/workload", RoutingFixture.batch(id, "\"gpus\":1"), "once-" + id),
                422,
                "idempotency-key-reused");
        fixture.problem(fixture.post("/workload", body, "with space"), 400, "invalid-idempotency-key");
        assertThat(fixture.count("select count(*) from event_log where subject = ? and type like '%Submitted'", id))
                .isEqualTo(1);
        assertThat(fixture.count("select count(*) from idempotency_key where key = ?", "another-" + id))
                .isZero();
    }

    @Test
    void storesEachOfManyAtOnceAndRefusesOnlyTheTwins() throws Exception {
        String prefix = RoutingFixture.newName("many");
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            // Every id comes twice; every third pair shares a key, so that the second is told what the first was.
            String id = prefix + "-" + i / 2;
            boolean keyed = i / 2 % 3 == 0;
            String body = RoutingFixture.batch(id, "\"gpus\":16", "\"gpu_model\":\"none such\"");
            calls.add(() -> (keyed ? fixture.post("/workload", body, "many-" + id) : fixture.post("/workload", body))
                    .getStatusCode()
                    .value());
        }
        List<Integer> statuses = new ArrayList<>();
        try (var executor = Executors.newFixedThreadPool(16)) {
            for (var answer : executor.invokeAll(calls)) {
                statuses.add(answer.get());
            }
        }
        assertThat(statuses.stream().filter(status -> status == 202)).hasSize(80);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(40);
        assertThat(fixture.count("select count(*) from workload where id like ?", prefix + "-%"))
                .isEqualTo(60);
        assertThat(fixture.count(
                        "select count(*) from event_log where subject like ? and type like '%Submitted'",
                        prefix + "-%"))
                .isEqualTo(60);
    }

    @Test
    void showsOnlyWhatTheCallerMaySee() {
        String id = RoutingFixture.newName("hidden");
        fixture.post("/workload", RoutingFixture.batch(id));
        String stranger = TestIssuer.token("stranger", List.of("finance"), List.of("*"), Role.OPERATOR);

        fixture.problem(
                fixture.call(HttpMethod.GET, "/api/v1/workloads/" + id, null, stranger, headers -> {}),
                404,
                "not-found");
        fixture.problem(
                fixture.call(HttpMethod.POST, "/api/v1/workloads/" + id + "/cancel", "{}", stranger, headers -> {}),
                404,
                "not-found");
        assertThat(fixture.json(fixture.call(HttpMethod.GET, "/api/v1/workloads", null, stranger, headers -> {}))
                        .path("items"))
                .isEmpty();
        assertThat(fixture.json(fixture.call(HttpMethod.GET, "/workloads", null, stranger, headers -> {}))
                        .path("pending")
                        .asInt())
                .isZero();
        assertThat(fixture.json(fixture.call(
                                HttpMethod.GET, "/api/v1/decisions?workload_id=" + id, null, stranger, headers -> {}))
                        .path("items"))
                .isEmpty();
        fixture.problem(
                fixture.call(HttpMethod.POST, "/workload", RoutingFixture.batch(id + "x"), stranger, headers -> {}),
                403,
                "forbidden");
    }

    @Test
    void pagesThroughAListAndFiltersIt() {
        String prefix = RoutingFixture.newName("paged");
        for (int i = 0; i < 5; i++) {
            ResponseEntity<String> answer =
                    fixture.post("/workload", RoutingFixture.batch(prefix + "-" + i, "\"environment\":\"paging\""));
            assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(202);
        }
        Set<String> seen = new HashSet<>();
        String cursor = "";
        int pages = 0;
        do {
            ResponseEntity<String> answer = fixture.get(
                    "/api/v1/workloads?environment=paging&kind=batch&limit=2&q=" + prefix + "&cursor=" + cursor);
            assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(200);
            JsonNode page = fixture.json(answer);
            page.path("items").forEach(item -> seen.add(item.path("id").asString()));
            cursor = page.path("next").asString("");
            pages++;
        } while (!cursor.isEmpty());
        assertThat(seen).hasSize(5);
        assertThat(pages).isEqualTo(3);
        assertThat(fixture.json(fixture.get("/api/v1/workloads?environment=paging&state=running,completed"))
                        .path("items"))
                .isEmpty();
        fixture.problem(fixture.get("/api/v1/workloads?limit=201"), 400, "invalid-field");
        fixture.problem(fixture.get("/api/v1/workloads?cursor=!"), 400, "invalid-cursor");
        fixture.problem(fixture.get("/api/v1/workloads?state=odd"), 400, "invalid-parameter");
    }

    @Test
    void editsWhatIsUnplaceableAndOnlyAtTheVersionThatWasRead() {
        String id = RoutingFixture.newName("edited");
        fixture.post("/workload", RoutingFixture.batch(id, "\"gpus\":16", "\"gpu_model\":\"none such\""));
        await().atMost(Duration.ofSeconds(60)).until(() -> fixture.state(id).equals("unplaceable"));
        String etag = String.valueOf(
                fixture.get("/api/v1/workloads/" + id).getHeaders().getETag());

        String better = RoutingFixture.batch(id);
        fixture.problem(put(id, better, null), 428, "precondition-required");
        fixture.problem(put(id, better, "\"999\""), 412, "precondition-failed");
        fixture.problem(put(id, replaced(id, "\"team\":\"other\""), etag), 400, "invalid-field");
        ResponseEntity<String> edited = put(id, better, etag);
        assertThat(edited.getStatusCode().value()).as(edited.getBody()).isEqualTo(200);
        assertThat(fixture.json(edited).path("state").asString()).isEqualTo("submitted");
        assertThat(String.valueOf(edited.getHeaders().getETag())).isNotEqualTo(etag);
        await().atMost(Duration.ofSeconds(60)).until(() -> fixture.state(id).equals("decided"));
        assertThat(fixture.count(
                        "select count(*) from audit.event where resource_id = ? and action = 'workload.edit'", id))
                .isEqualTo(1);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> !fixture.workload(id).path("change_id").isNull());
        String later = String.valueOf(
                fixture.get("/api/v1/workloads/" + id).getHeaders().getETag());
        fixture.problem(put(id, better, later), 409, "conflict");
    }

    @Test
    void cancelsAtOnceWhatNobodyOutsideKnowsOf() {
        String id = RoutingFixture.newName("early");
        fixture.post("/workload", RoutingFixture.batch(id, "\"gpus\":16", "\"gpu_model\":\"none such\""));
        await().atMost(Duration.ofSeconds(60)).until(() -> fixture.state(id).equals("unplaceable"));
        JsonNode cancelled = fixture.json(fixture.post("/api/v1/workloads/" + id + "/cancel", "{}"));
        assertThat(cancelled.path("state").asString()).isEqualTo("cancelled");
        assertThat(fixture.peers().changesOf(id)).isEmpty();
    }

    private ResponseEntity<String> put(String id, String body, @org.jspecify.annotations.Nullable String ifMatch) {
        return fixture.call(HttpMethod.PUT, "/api/v1/workloads/" + id, body, RoutingFixture.operator(), headers -> {
            if (ifMatch != null) {
                headers.set("If-Match", ifMatch);
            }
        });
    }

    /** A batch in which one field has another value. */
    private String replaced(String id, String field) {
        String name = field.substring(1, field.indexOf('"', 1));
        var body = (tools.jackson.databind.node.ObjectNode) fixture.json(ResponseEntity.ok(RoutingFixture.batch(id)));
        body.set(name, fixture.json(ResponseEntity.ok("{" + field + "}")).path(name));
        return body.toString();
    }
}
