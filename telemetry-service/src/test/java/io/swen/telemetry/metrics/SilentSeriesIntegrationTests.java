package io.swen.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.telemetry.TelemetryTest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

class SilentSeriesIntegrationTests extends TelemetryTest {

    private static final int VALUES = 1_000;

    @Autowired
    private SilentSeries silentSeries;

    @Autowired
    private Clock clock;

    private final String team = "silent-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void seriesThatFellSilentMakeRoomForOthersAndComeBackWithTheirNextSample() {
        assertThat(bring(0, VALUES).at("/accepted").asInt()).isEqualTo(VALUES);
        assertThat(bring(VALUES, VALUES + 1).at("/refused").asInt())
                .as("all values are taken")
                .isEqualTo(1);
        await().atMost(PATIENCE).until(() -> settled() == VALUES);
        fallSilent(VALUES - 1);

        silentSeries.run();

        assertThat(counted()).as("only one still speaks").isEqualTo(1);
        assertThat(bring(VALUES, VALUES + 1).at("/accepted").asInt()).isEqualTo(1);
        assertThat(counted()).isEqualTo(2);
        assertThat(settled()).as("what was stored stays").isGreaterThanOrEqualTo(VALUES);

        assertThat(bring(0, 1).at("/accepted").asInt()).isEqualTo(1);
        assertThat(counted()).isEqualTo(3);
        silentSeries.run();
        assertThat(counted()).as("what just came back is not silent").isEqualTo(3);
    }

    @Test
    void aSeriesThatAnotherInstanceAddedToWhileItWasRetiredCountsAgain() {
        bring(0, 2);
        await().atMost(PATIENCE).until(() -> settled() == 2);
        fallSilent(2);
        silentSeries.run();
        assertThat(counted()).isZero();
        jdbc.update(
                "update metric_latest l set received_at = s.retired_at + interval '1 minute' from metric_series s"
                        + " where s.id = l.series and s.team = ? and s.labels ->> 'host' = 'h0'",
                team);

        silentSeries.run();

        assertThat(counted()).isEqualTo(1);
        assertThat(jdbc.queryForObject(
                        "select count(*) from metric_label_value where team = ? and label = 'host'",
                        Integer.class,
                        team))
                .isEqualTo(1);
    }

    private void fallSilent(int hosts) {
        String silent = " team = ? and substr(labels ->> 'host', 2)::int < ?";
        jdbc.update(
                "update metric_series set created_at = created_at - interval '40 days' where" + silent, team, hosts);
        jdbc.update(
                "update metric_latest set received_at = received_at - interval '40 days' where series in"
                        + " (select id from metric_series where" + silent + ")",
                team,
                hosts);
    }

    private int counted() {
        return count("select series from metric_team where team = ?");
    }

    private int settled() {
        return count("select count(*) from metric_latest l join metric_series s on s.id = l.series where s.team = ?");
    }

    private int count(String sql) {
        Integer count = jdbc.queryForObject(sql, Integer.class, team);
        return count == null ? 0 : count;
    }

    private JsonNode bring(int from, int to) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String body = IntStream.range(from, to)
                .mapToObj(i ->
                        ("{\"name\":\"load\",\"team\":\"%s\",\"environment\":\"dev\",\"labels\":{\"host\":\"h%d\"},"
                                        + "\"time\":\"%s\",\"value\":1}")
                                .formatted(team, i, now))
                .collect(Collectors.joining(",", "{\"samples\":[", "]}"));
        return json.readTree(String.valueOf(client().post()
                .uri(address("/api/v1/metrics"))
                .headers(headers -> headers.setBearerAuth(TestIssuer.token("operator", Role.OPERATOR)))
                .contentType(MediaType.APPLICATION_JSON)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .retrieve()
                .body(String.class)));
    }
}
