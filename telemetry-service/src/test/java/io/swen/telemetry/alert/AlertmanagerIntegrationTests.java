package io.swen.telemetry.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.swen.platform.SwenProperties;
import io.swen.platform.money.Money;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.platform.web.OutboundClients;
import io.swen.telemetry.TelemetryTest;
import io.swen.telemetry.TestReceivers;
import io.swen.telemetry.budget.BudgetThresholdCrossed;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.MediaType;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

class AlertmanagerIntegrationTests extends TelemetryTest {

    private static final Pattern LISTENING = Pattern.compile("msg=\"Listening on\" address=(\\S+)");

    @Autowired
    private AlertStore store;

    @Autowired
    private AlertBook book;

    @Autowired
    private Silences silences;

    @Autowired
    private OutboundClients clients;

    @Autowired
    private SwenProperties swen;

    @Autowired
    private Clock clock;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private ApplicationEventPublisher publisher;

    private final String thing = "thing-" + UUID.randomUUID();

    @Test
    void tellsAlertmanagerOfItsOwnAlertsAgainAndAgainAndOnceThatTheyAreOver() {
        spend();
        await().atMost(PATIENCE).until(() -> pushes().size() >= 2);
        JsonNode firing = pushes().getLast();
        assertThat(firing.at("/labels/alertname").asString()).isEqualTo("budget-95");
        assertThat(firing.at("/labels/severity").asString()).isEqualTo("critical");
        assertThat(firing.at("/labels/swen_source").asString()).isEqualTo("rule");
        assertThat(Instant.parse(firing.at("/endsAt").asString())).isAfter(Instant.now());

        assertThat(firing.at("/annotations/summary").asString())
                .startsWith("budget " + thing)
                .endsWith("is spent to 97.00 %");

        jdbc.update("delete from alert_budget where name = ?", thing);
        await().atMost(PATIENCE)
                .until(() -> !Instant.parse(pushes().getLast().at("/endsAt").asString())
                        .isAfter(Instant.now()));
    }

    @Test
    void exchangesAlertsWithARealAlertmanagerInBothDirections(@TempDir Path folder) throws Exception {
        Path binary = List.of(
                        Path.of("/usr/bin/prometheus-alertmanager"),
                        Path.of("/usr/bin/alertmanager"),
                        Path.of("/usr/local/bin/alertmanager"),
                        // Where .ci/run unpacked it.
                        Path.of(System.getenv().getOrDefault("SWEN_TEST_ALERTMANAGER", "/none")))
                .stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (binary == null) {
            System.err.println("SKIPPED: there is no Alertmanager on this machine (Debian: prometheus-alertmanager)");
        }
        assumeTrue(binary != null, "there is no Alertmanager on this machine (Debian: prometheus-alertmanager)");
        Path config = Files.writeString(folder.resolve("alertmanager.yml"), """
                route: {receiver: swen, group_by: [alertname], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
                receivers:
                  - name: swen
                    webhook_configs:
                      - url: %s
                        send_resolved: true
                        http_config: {authorization: {credentials: "%s"}}
                """.formatted(
                        address("/api/v1/alertmanager"), TestIssuer.token("alertmanager", Role.OPERATOR)));
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        String.valueOf(binary),
                        "--config.file=" + config,
                        "--storage.path=" + folder.resolve("data"),
                        "--cluster.listen-address=",
                        "--web.listen-address=127.0.0.1:0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            URI alertmanager = address(process, log);
            URI api = alertmanager.resolve("/api/v2/alerts");
            // Theirs comes here.
            assertThat(client().post()
                            .uri(api)
                            .contentType(MediaType.APPLICATION_JSON)
                            .body("[{\"labels\":{\"alertname\":\"Theirs\",\"thing\":\"" + thing + "\"}}]")
                            .retrieve()
                            .toBodilessEntity()
                            .getStatusCode()
                            .value())
                    .isEqualTo(200);
            await().atMost(PATIENCE)
                    .until(() -> store.open(Alert.ALERTMANAGER).stream()
                            .anyMatch(alert -> thing.equals(alert.labels().get("thing"))));
            // Ours goes there, and does not come back.
            spend();
            await().atMost(PATIENCE)
                    .until(() -> store.open(Alert.RULE).stream()
                            .anyMatch(alert -> thing.equals(alert.labels().get("budget"))));
            AlertmanagerPush push = new AlertmanagerPush(
                    new AlertmanagerProperties(
                            alertmanager,
                            null,
                            // An alert ends by itself after three times this.
                            Duration.ofSeconds(20),
                            Duration.ofSeconds(5),
                            Duration.ofDays(1)),
                    store,
                    book,
                    silences,
                    json.rebuild().build(),
                    swen,
                    clients,
                    clock,
                    jdbc,
                    transactions);
            try {
                await().atMost(PATIENCE).until(() -> {
                    // The service's own push tells another one of it, and would leave nothing to tell.
                    jdbc.update("update alert set pushed_state = null where labels ->> 'budget' = ?", thing);
                    push.run();
                    return String.valueOf(client().get().uri(api).retrieve().body(String.class))
                            .contains("\"budget\":\"" + thing + "\"");
                });
            } finally {
                push.destroy();
            }
            assertThat(store.open(Alert.ALERTMANAGER).stream().map(Alert::rule)).doesNotContain("budget-95");
        } finally {
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** A budget is nearly spent, which a shipped rule watches for. */
    private void spend() {
        Instant now = clock.instant();
        publisher.publishEvent(new BudgetThresholdCrossed(
                UUID.randomUUID(),
                thing,
                "research",
                null,
                null,
                LocalDate.ofInstant(now, ZoneOffset.UTC).withDayOfMonth(1),
                95,
                "spent",
                new Money(new BigDecimal("97"), "USD"),
                new Money(new BigDecimal("100"), "USD"),
                true,
                now));
    }

    private List<JsonNode> pushes() {
        return TestReceivers.calls("/alertmanager/api/v2/alerts").stream()
                .flatMap(call -> json.readTree(call.body()).valueStream())
                .filter(alert -> alert.at("/labels/budget").asString("").equals(thing))
                .toList();
    }

    /** Where a started Alertmanager listens, on a port that the system gave it. */
    private static URI address(Process process, Path log) throws IOException {
        await().atMost(PATIENCE)
                .failFast(() ->
                        assertThat(process.isAlive()).as(Files.readString(log)).isTrue())
                .untilAsserted(() -> assertThat(log).content().containsPattern(LISTENING));
        Matcher address = LISTENING.matcher(Files.readString(log));
        assertThat(address.find()).isTrue();
        return URI.create("http://" + address.group(1));
    }
}
