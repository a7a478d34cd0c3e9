package io.swen.telemetry.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.telemetry.EventSchemas;
import io.swen.telemetry.TelemetryTest;
import io.swen.telemetry.TestReceivers;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

class IncidentsIntegrationTests extends TelemetryTest {

    private static final String OPERATOR = TestIssuer.token("olga", Role.OPERATOR);
    private static final String RESEARCH = TestIssuer.token("rita", List.of("research"), List.of("*"), Role.OPERATOR);

    private final String region = "aws:test-" + UUID.randomUUID();

    @Test
    void takesAlertsOfAlertmanagerAndLetsTellingTwiceChangeNothing() {
        String firing = payload("firing", alert("firing", "DiskFull", "i-1", "research"));

        JsonNode first = ok(post("/api/v1/alertmanager", firing, OPERATOR));
        JsonNode again = ok(post("/api/v1/alertmanager", firing, OPERATOR));

        assertThat(first.at("/accepted").asInt()).isEqualTo(1);
        assertThat(again.at("/accepted").asInt()).isZero();
        assertThat(again.at("/unchanged").asInt()).isEqualTo(1);
        JsonNode alerts = ok("/api/v1/alerts?region=" + region).at("/items");
        assertThat(alerts.size()).isEqualTo(1);
        assertThat(alerts.at("/0/state").asString()).isEqualTo("firing");
        assertThat(alerts.at("/0/source").asString()).isEqualTo("alertmanager");
        assertThat(alerts.at("/0/severity").asString()).isEqualTo("critical");
        String id = alerts.at("/0/id").asString();

        ok(post(
                "/api/v1/alertmanager",
                payload("resolved", alert("resolved", "DiskFull", "i-1", "research")),
                OPERATOR));
        JsonNode alert = ok("/api/v1/alerts/" + id);
        assertThat(alert.at("/state").asString()).isEqualTo("resolved");
        assertThat(alert.at("/history").valueStream().map(step -> step.at("/to").asString()))
                .containsExactly("firing", "resolved");
        List<String> events = events("AlertChanged", id);
        assertThat(events).hasSize(2);
        events.forEach(data -> EventSchemas.check("AlertChanged", data));
    }

    @Test
    void refusesExactlyTheAlertsOfAlertmanagerThatAreNotAllowed() {
        JsonNode answer = ok(post(
                "/api/v1/alertmanager",
                payload(
                        "firing",
                        alert("firing", "Good", "i-1", "research"),
                        alert("firing", "Foreign", "i-1", "platform"),
                        "{\"status\":\"odd\",\"labels\":{\"alertname\":\"x\"}}",
                        "{\"status\":\"firing\",\"labels\":{\"team\":\"research\"}}",
                        "{\"status\":\"firing\",\"labels\":{\"alertname\":\"Ours\",\"team\":\"research\",\"swen_source\":\"rule\"}}"),
                RESEARCH));

        assertThat(answer.at("/accepted").asInt()).isEqualTo(1);
        assertThat(answer.at("/own").asInt()).isEqualTo(1);
        assertThat(answer.at("/refused")
                        .valueStream()
                        .map(one -> one.at("/field").asString()))
                .containsExactly("alerts[1].labels.team", "alerts[2].status", "alerts[3].labels.alertname");
        problem(post("/api/v1/alertmanager", "{\"version\":\"3\",\"alerts\":[]}", OPERATOR), 400, "invalid-field");
        problem(post("/api/v1/alertmanager", payload("firing"), viewer()), 403, "forbidden");
    }

    @Test
    void groupsAlertsOfARegionIntoOneIncidentThatIsAcknowledgedHandedOverAndReported() {
        String other = region + "-other";
        ok(post(
                "/api/v1/alertmanager",
                payload(
                        "firing",
                        alert("firing", "DiskFull", "i-1", "research"),
                        alert("firing", "Slow", "i-2", "platform"),
                        alert("firing", "DiskFull", "i-3", "research").replace(region, other)),
                OPERATOR));

        JsonNode incidents = ok("/api/v1/incidents?region=" + region).at("/items");
        assertThat(incidents.size()).isEqualTo(1);
        assertThat(ok("/api/v1/incidents?region=" + other).at("/items").size()).isEqualTo(1);
        String path = "/api/v1/incidents/" + incidents.at("/0/id").asString();
        JsonNode incident = ok(path);
        assertThat(incident.at("/alerts").size()).isEqualTo(2);
        assertThat(incident.at("/title").asString()).isEqualTo("2 alerts in " + region);
        assertThat(incident.at("/severity").asString()).isEqualTo("critical");

        // A team sees its own part.
        JsonNode seen = ok(path, RESEARCH);
        assertThat(seen.at("/alerts").size()).isEqualTo(1);
        assertThat(seen.at("/timeline").toString()).contains("i-1").doesNotContain("i-2");
        problem(get(path, TestIssuer.token("fay", List.of("finance"), List.of("*"), Role.VIEWER)), 404, "not-found");

        problem(post(path + "/acknowledge", null, OPERATOR), 428, "precondition-required");
        problem(post(path + "/acknowledge", null, OPERATOR, "If-Match", "\"999\""), 412, "precondition-failed");
        problem(post(path + "/acknowledge", null, viewer(), "If-Match", "*"), 403, "forbidden");
        String tag = "\"" + incident.at("/version").asLong() + "\"";
        JsonNode acknowledged =
                ok(post(path + "/acknowledge", null, OPERATOR, "If-Match", tag, "Idempotency-Key", "ack-" + region));
        assertThat(acknowledged.at("/state").asString()).isEqualTo("acknowledged");
        assertThat(acknowledged.at("/acknowledged_by").asString()).isEqualTo("olga");
        ResponseEntity<String> replayed =
                post(path + "/acknowledge", null, OPERATOR, "If-Match", tag, "Idempotency-Key", "ack-" + region);
        assertThat(replayed.getHeaders().getFirst("Idempotency-Replayed")).isEqualTo("true");
        problem(post(path + "/acknowledge", null, OPERATOR, "If-Match", "*"), 409, "conflict");

        problem(post(path + "/handover", "{\"to\":\" \"}", OPERATOR, "If-Match", "*"), 400, "invalid-field");
        assertThat(ok(post(
                                path + "/handover",
                                "{\"to\":\"bob\",\"note\":\"my shift ends\"}",
                                OPERATOR,
                                "If-Match",
                                "*"))
                        .at("/assignee")
                        .asString())
                .isEqualTo("bob");
        ok(post(path + "/notes", "{\"text\":\"the disk | is *full*\"}", OPERATOR));
        problem(post(path + "/notes", "{\"text\":\"\"}", OPERATOR), 400, "invalid-field");

        ok(post(
                "/api/v1/alertmanager",
                payload(
                        "resolved",
                        alert("resolved", "DiskFull", "i-1", "research"),
                        alert("resolved", "Slow", "i-2", "platform"),
                        alert("resolved", "DiskFull", "i-3", "research").replace(region, other)),
                OPERATOR));
        await().atMost(PATIENCE).until(() -> ok(path).at("/state").asString().equals("resolved"));
        problem(post(path + "/handover", "{\"to\":\"eve\"}", OPERATOR, "If-Match", "*"), 409, "conflict");

        JsonNode report = ok(path + "/report");
        assertThat(report.at("/time_to_acknowledge").asString()).startsWith("PT");
        assertThat(report.at("/time_to_resolve").asString()).startsWith("PT");
        assertThat(report.at("/workloads").toString()).isEqualTo("[\"wl-i-1\",\"wl-i-2\"]");
        assertThat(report.at("/timeline")
                        .valueStream()
                        .map(line -> line.at("/kind").asString()))
                .contains(
                        "opened", "alert_firing", "acknowledged", "handed_over", "note", "alert_resolved", "resolved");
        String markdown = String.valueOf(get(path + "/report?format=markdown").getBody());
        assertThat(markdown)
                .startsWith("# Incident: 2 alerts in ")
                .contains("the disk \\| is \\*full\\*", "| Assignee | bob |");
        problem(get(path + "/report?format=pdf"), 400, "invalid-field");

        List<String> events = events("IncidentChanged", incident.at("/id").asString());
        events.forEach(data -> EventSchemas.check("IncidentChanged", data));
        assertThat(events.stream().map(data -> json.readTree(data).at("/change").asString()))
                .containsExactly("opened", "acknowledged", "handed_over", "noted", "alerts_resolved", "resolved");
        assertThat(jdbc.queryForList(
                        "select action from audit.event where resource_id = ? and outcome = 'succeeded' order by seq",
                        String.class,
                        incident.at("/id").asString()))
                .containsExactly("incident.acknowledge", "incident.handover", "incident.note");
    }

    @Test
    void tellsEveryReceiverOncePerChangeSignedAndAgainWhereItFailed() throws Exception {
        TestReceivers.fail("/hook", 2);
        ok(post(
                "/api/v1/alertmanager",
                payload(
                        "firing",
                        alert("firing", "DiskFull", "i-1", "research"),
                        alert("firing", "DiskFull", "i-2", "research")),
                OPERATOR));
        String id = ok("/api/v1/incidents?region=" + region).at("/items/0/id").asString();

        await().atMost(PATIENCE).until(() -> sent(id).equals(Set.of("hook", "chat", "mail")));
        List<TestReceivers.Call> calls = TestReceivers.calls("/hook").stream()
                .filter(call -> call.body().contains(id))
                .toList();
        assertThat(calls).isNotEmpty();
        assertThat(calls.stream().map(call -> call.headers().get("Webhook-id")))
                .as("the same message keeps its id")
                .containsOnly(calls.getFirst().headers().get("Webhook-id"));
        TestReceivers.Call last = calls.getLast();
        assertThat(last.headers().get("Webhook-signature"))
                .isEqualTo("v1,"
                        + signature(last.headers().get("Webhook-id") + "."
                                + last.headers().get("Webhook-timestamp") + "." + last.body()));
        JsonNode body = json.readTree(last.body());
        assertThat(body.at("/type").asString()).isEqualTo("incident.opened");
        assertThat(body.at("/data/incident/alerts").asInt())
                .as("one notification for both")
                .isEqualTo(2);
        assertThat(TestReceivers.calls("/slack").stream()
                        .filter(call -> call.body().contains(region)))
                .singleElement()
                .satisfies(call -> assertThat(
                                json.readTree(call.body()).at("/text").asString())
                        .startsWith("[critical] 2 alerts in "));
        List<MimeMessage> mails = Arrays.stream(TestReceivers.mail().getReceivedMessages())
                .filter(mail -> header(mail, "X-Swen-Incident").equals(id))
                .toList();
        assertThat(mails).hasSize(1);
        assertThat(mails.getFirst().getAllRecipients()[0]).hasToString("ops@example.com");
        assertThat(String.valueOf(mails.getFirst().getContent())).contains("2 of 2 alerts fire");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ok("/api/v1/incidents/" + id)
                                .at("/timeline")
                                .valueStream()
                                .filter(line -> line.at("/kind").asString().equals("notified")))
                        .hasSize(3));
    }

    @Test
    void silencesWhatMatchesUntilItEndsAndNothingThatItsCreatorDoesNotSee() {
        JsonNode silence = ok(
                post(
                        "/api/v1/silences",
                        "{\"matchers\":[{\"label\":\"region\",\"value\":\"" + region
                                + "\",\"negate\":false}],\"reason\":\"maintenance\",\"ends_at\":\"2199-01-01T00:00:00Z\"}",
                        RESEARCH),
                400);
        assertThat(silence.at("/errors/0/field").asString()).isEqualTo("ends_at");
        String until = domainNow().plusSeconds(3_600).toString();
        String body = "{\"matchers\":[{\"label\":\"region\",\"value\":\"" + region
                + "\",\"negate\":false}],\"reason\":\"maintenance\",\"ends_at\":\"" + until + "\"}";
        ResponseEntity<String> created = post("/api/v1/silences", body, RESEARCH, "Idempotency-Key", region);
        assertThat(created.getStatusCode().value()).as(created.getBody()).isEqualTo(201);
        String id = json.readTree(String.valueOf(created.getBody())).at("/id").asString();
        ok(post(
                "/api/v1/alertmanager",
                payload(
                        "firing",
                        alert("firing", "DiskFull", "i-1", "research"),
                        alert("firing", "Slow", "i-2", "platform")),
                OPERATOR));

        JsonNode alerts = ok("/api/v1/alerts?region=" + region).at("/items");
        assertThat(alerts.valueStream()
                        .filter(alert -> alert.at("/silenced_by").asString("").equals(id))
                        .map(alert -> alert.at("/team").asString()))
                .containsExactly("research");
        assertThat(ok("/api/v1/silences?active=true").at("/items").toString()).contains(id);
        problem(
                client().method(HttpMethod.DELETE)
                        .uri("/api/v1/silences/" + id)
                        .headers(headers -> headers.setBearerAuth(viewer()))
                        .retrieve()
                        .toEntity(String.class),
                403,
                "forbidden");
        assertThat(client().method(HttpMethod.DELETE)
                        .uri("/api/v1/silences/" + id)
                        .headers(headers -> headers.setBearerAuth(RESEARCH))
                        .retrieve()
                        .toEntity(String.class)
                        .getStatusCode()
                        .value())
                .isEqualTo(204);
        assertThat(ok("/api/v1/silences/" + id).at("/state").asString()).isEqualTo("expired");
        assertThat(ok("/api/v1/alerts?region=" + region).at("/items").toString())
                .doesNotContain(id);
        problem(
                post(
                        "/api/v1/silences",
                        "{\"matchers\":[{\"label\":\"region\",\"value\":\"*\",\"negate\":false}],\"reason\":\"all\",\"ends_at\":\""
                                + until + "\"}",
                        OPERATOR),
                400,
                "invalid-field");
    }

    @Test
    void tellsNobodyOfAnIncidentWhoseAlertsAreAllSilenced() {
        String until = domainNow().plusSeconds(7_200).toString();
        assertThat(post(
                                "/api/v1/silences",
                                "{\"matchers\":[{\"label\":\"region\",\"value\":\"" + region
                                        + "\",\"negate\":false}],\"reason\":\"maintenance\",\"ends_at\":\"" + until
                                        + "\"}",
                                OPERATOR)
                        .getStatusCode()
                        .value())
                .isEqualTo(201);
        ok(post("/api/v1/alertmanager", payload("firing", alert("firing", "DiskFull", "i-1", "research")), OPERATOR));
        String id = ok("/api/v1/incidents?region=" + region).at("/items/0/id").asString();

        JsonNode incident = ok("/api/v1/incidents/" + id);
        assertThat(incident.at("/state").asString()).isEqualTo("open");
        assertThat(incident.at("/notifications").size()).isZero();
    }

    @Test
    void listsTheRulesInForceWithHowTheyWereEvaluated() {
        await().atMost(PATIENCE)
                .until(() -> ok("/api/v1/alert-rules")
                        .at("/items")
                        .valueStream()
                        .allMatch(rule -> rule.at("/evaluated_at").isString()));
        JsonNode rules = ok("/api/v1/alert-rules").at("/items");
        assertThat(rules.valueStream().map(rule -> rule.at("/name").asString()))
                .contains("provider-unavailable", "region-stale", "instance-unobserved", "cpu-saturated", "anomaly");
        assertThat(rules.valueStream().filter(rule -> rule.at("/error").isString()))
                .isEmpty();
    }

    private Instant domainNow() {
        return Instant.parse(ok("/telemetry").at("/time").asString());
    }

    private Set<String> sent(String incident) {
        Set<String> receivers = new HashSet<>();
        ok("/api/v1/incidents/" + incident)
                .at("/notifications")
                .valueStream()
                .filter(one -> one.at("/state").asString().equals("sent"))
                .forEach(one -> receivers.add(one.at("/receiver").asString()));
        return receivers;
    }

    private static String header(MimeMessage mail, String name) {
        try {
            String[] values = mail.getHeader(name);
            return values == null ? "" : values[0];
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signature(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(TestReceivers.KEY, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String alert(String status, String name, String instance, String team) {
        return "{\"status\":\"" + status + "\",\"labels\":{\"alertname\":\"" + name
                + "\",\"severity\":\"critical\",\"region\":\"" + region + "\",\"zone\":\"" + region
                + "a\",\"instance_id\":\"" + instance + "\",\"workload\":\"wl-" + instance + "\",\"team\":\"" + team
                + "\"},\"annotations\":{\"summary\":\"" + name + " on " + instance
                + "\"},\"startsAt\":\"2026-11-28T10:00:00Z\",\"endsAt\":\"0001-01-01T00:00:00Z\",\"generatorURL\":\"\","
                + "\"fingerprint\":\"abc\"}";
    }

    private static String payload(String status, String... alerts) {
        return "{\"version\":\"4\",\"groupKey\":\"{}\",\"truncatedAlerts\":0,\"status\":\"" + status
                + "\",\"receiver\":\"swen\",\"groupLabels\":{},\"commonLabels\":{},\"commonAnnotations\":{},"
                + "\"externalURL\":\"http://alertmanager\",\"alerts\":[" + String.join(",", alerts) + "]}";
    }

    private ResponseEntity<String> post(String path, @Nullable String body, String token, String... headers) {
        var request = client().post().uri(path).headers(all -> {
            all.setBearerAuth(token);
            for (int i = 0; i < headers.length; i += 2) {
                all.set(headers[i], headers[i + 1]);
            }
        });
        return (body == null
                        ? request
                        : request.contentType(MediaType.APPLICATION_JSON).body(body))
                .retrieve()
                .toEntity(String.class);
    }

    private JsonNode ok(ResponseEntity<String> answer) {
        return ok(answer, 200);
    }

    private JsonNode ok(ResponseEntity<String> answer, int status) {
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(status);
        return json.readTree(String.valueOf(answer.getBody()));
    }
}
