package io.swen.telemetry.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.telemetry.TelemetryTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.xerial.snappy.Snappy;
import tools.jackson.databind.JsonNode;

class IntakeIntegrationTests extends TelemetryTest {

    private static final int MEBIBYTE = 1 << 20;

    @Autowired
    private Clock clock;

    @Autowired
    private MeterRegistry metrics;

    private final String name = "test_" + UUID.randomUUID().toString().replace("-", "");

    @Test
    void storesTheGoodHalfOfABatchAndListsTheBadHalf() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        List<String> rows = List.of(
                row(now, "1"),
                row(now.plusSeconds(1), "NaN"),
                row(now.plusSeconds(2), "-Infinity"),
                row(now.plusSeconds(3), "1e999"),
                row(now.plusSeconds(4), "\"7\""),
                row(now.plus(1, ChronoUnit.DAYS), "1"),
                row(now.minus(400, ChronoUnit.DAYS), "1"),
                row("yesterday", "1"),
                "7",
                "{\"name\":\"%s\",\"labels\":{\"host\":3},\"time\":\"%s\",\"value\":1}".formatted(name, now),
                "{\"name\":\"%s\",\"labels\":{\"host\":\"%s\"},\"time\":\"%s\",\"value\":1}"
                        .formatted(name, "x".repeat(300), now),
                "{\"name\":\"%s\",\"colour\":\"red\",\"time\":\"%s\",\"value\":1}".formatted(name, now),
                "{\"name\":\"%s\",\"time\":\"%s\"}".formatted(name, now),
                row(now.plusSeconds(5), "2"));

        JsonNode receipt = accepted(post(body(rows)));

        assertThat(receipt.at("/accepted").asInt()).isEqualTo(2);
        assertThat(receipt.at("/refused").asInt()).isEqualTo(12);
        assertThat(receipt.at("/errors")
                        .valueStream()
                        .map(error -> error.at("/index").asInt()))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(receipt.at("/errors")
                        .valueStream()
                        .map(error -> error.at("/field").asString()))
                .containsExactly(
                        "value",
                        "value",
                        "value",
                        "value",
                        "time",
                        "time",
                        "time",
                        "",
                        "labels.host",
                        "labels",
                        "colour",
                        "value");
        assertThat(receipt.at("/errors/3/given").asString()).isEqualTo("7");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored()).isEqualTo(2));
    }

    @Test
    void countsASampleOnceHoweverOftenAndHoweverLateItIsSent() {
        Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS).minus(3, ChronoUnit.HOURS);
        String first = body(IntStream.range(0, 60)
                .filter(i -> i % 2 == 0)
                .mapToObj(i -> row(hour.plusSeconds(i * 60L), Integer.toString(i)))
                .toList());
        String late = body(IntStream.range(0, 60)
                .filter(i -> i % 2 == 1)
                .mapToObj(i -> row(hour.plusSeconds(i * 60L), Integer.toString(i)))
                .toList());

        double before = duplicates();
        accepted(post(first));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored()).isEqualTo(30));
        accepted(post(late));
        accepted(post(first));
        accepted(post(first.replace("\"value\":58", "\"value\":1000")));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored()).isEqualTo(60));
        await().atMost(PATIENCE).until(() -> duplicates() >= before + 60);

        for (String table : List.of("metric_1m", "metric_1h", "metric_1d")) {
            assertThat(jdbc.queryForMap(
                            "select sum(r.count)::bigint as count, sum(r.sum) as sum, min(r.min) as min, max(r.max) as max,"
                                    + " (array_agg(r.last order by r.last_time desc))[1] as last from " + table
                                    + " r join metric_series s on s.id = r.series where s.name = ?",
                            name))
                    .as(table)
                    .containsEntry("count", 60L)
                    .containsEntry("sum", 1770.0)
                    .containsEntry("min", 0.0)
                    .containsEntry("max", 59.0)
                    .containsEntry("last", 59.0);
        }
    }

    @Test
    void answersQueriesWithAlignedStepsAndGapsThatSayWhy() {
        Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS).minus(2, ChronoUnit.HOURS);
        accepted(post("""
                {"samples":[
                 {"name":"%1$s","unit":"percent","team":"research","environment":"dev","labels":{"host":"a","zone":"z1"},
                  "points":[["%2$s",1],["%3$s",3],["%4$s",5]]},
                 {"name":"%1$s","unit":"percent","team":"research","environment":"dev","labels":{"zone":"z1","host":"b"},
                  "points":[["%2$s",10],["%4$s",50]]}]}""".formatted(name, hour, hour.plusSeconds(30), hour.plusSeconds(180))));
        String range = "/api/v1/metrics/query?name=" + name + "&from=" + hour + "&to=" + hour.plusSeconds(300);
        await().atMost(PATIENCE)
                .until(() -> ok(range + "&label=host=a&step=PT1M")
                        .at("/series/0/values/0")
                        .isNumber());

        JsonNode alone = ok(range + "&label=host=a&step=PT1M");
        assertThat(alone.at("/resolution").asString()).isEqualTo("minute");
        assertThat(alone.at("/series").size()).isEqualTo(1);
        assertThat(alone.at("/series/0/values").toString()).isEqualTo("[2.0,null,null,5.0,null]");
        assertThat(alone.at("/series/0/gaps").toString())
                .isEqualTo(
                        "[{\"from\":\"%s\",\"to\":\"%s\",\"reason\":\"no_sample\"},{\"from\":\"%s\",\"to\":\"%s\",\"reason\":\"after_last_sample\"}]"
                                .formatted(
                                        hour.plusSeconds(60),
                                        hour.plusSeconds(180),
                                        hour.plusSeconds(240),
                                        hour.plusSeconds(300)));
        assertThat(alone.at("/series/0/latest/value").asDouble()).isEqualTo(5);
        assertThat(ok(range + "&label=host=a&step=PT30S").at("/series/0/values").toString())
                .isEqualTo("[1.0,3.0,null,null,null,null,5.0,null,null,null]");
        assertThat(ok(range + "&step=PT1M&across=sum&group_by=zone")
                        .at("/series/0/values")
                        .toString())
                .isEqualTo("[12.0,null,null,55.0,null]");
        assertThat(ok(range + "&step=PT5M&top=1&top_by=max&aggregation=max")
                        .at("/series/0/labels/host")
                        .asString())
                .isEqualTo("b");
        assertThat(ok(range + "&label=host!=a&step=PT5M").at("/series").size()).isEqualTo(1);
        assertThat(ok(range + "&label=host%5E=a&step=PT5M").at("/series").size())
                .isEqualTo(1);
        assertThat(ok(range + "&label=zone=z1&max_points=2")
                        .at("/series/0/values")
                        .size())
                .isLessThanOrEqualTo(2);

        problem(get(range + "&step=PT1S&max_points=10"), 400, "invalid-field");
        problem(get(range + "&aggregation=median"), 400, "invalid-field");
        problem(get(range + "&label=host"), 400, "invalid-field");
        problem(get(range + "&group_by=host"), 400, "invalid-field");
        problem(get("/api/v1/metrics/query"), 400, "invalid-field");
        String elsewhere = TestIssuer.token("viewer", List.of("platform"), List.of("dev"), Role.VIEWER);
        assertThat(ok(range, elsewhere).at("/series").size()).isZero();
    }

    @Test
    void letsNobodyWriteForATeamOrEnvironmentOfOthers() {
        String token = TestIssuer.token("operator", List.of("research"), List.of("dev", "test"), Role.OPERATOR);
        Instant now = clock.instant();
        JsonNode receipt = accepted(post(
                body(List.of(
                        row(now, "1"),
                        row(now, "1").replace("research", "platform"),
                        row(now, "1").replace("dev", "prod"))),
                token));
        assertThat(receipt.at("/accepted").asInt()).isEqualTo(1);
        assertThat(receipt.at("/errors/0/field").asString()).isEqualTo("team");
        assertThat(receipt.at("/errors/1/field").asString()).isEqualTo("environment");

        problem(post(body(List.of(row(now, "1"))), viewer()), 403, "forbidden");
    }

    @Test
    void refusesAnotherUnitThanTheOneASeriesBeganWith() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        accepted(post(body(List.of(row(now, "1")))));
        JsonNode receipt = accepted(post(
                body(List.of(row(now.plusSeconds(1), "1").replace("percent", "bytes"), row(now.plusSeconds(2), "1")))));
        assertThat(receipt.at("/accepted").asInt()).isEqualTo(1);
        assertThat(receipt.at("/errors/0/field").asString()).isEqualTo("unit");
        assertThat(receipt.at("/errors/0/allowed").asString()).startsWith("percent");
    }

    @Test
    void stopsALabelFromHavingThousandsOfValuesButKeepsTakingTheKnownOnes() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String team = "cardinality-" + UUID.randomUUID().toString().substring(0, 8);
        List<String> rows = IntStream.range(0, 2_500)
                .mapToObj(i ->
                        "{\"name\":\"%s\",\"team\":\"%s\",\"environment\":\"dev\",\"labels\":{\"user\":\"u%d\"},\"time\":\"%s\",\"value\":1}"
                                .formatted(name, team, i, now))
                .toList();
        JsonNode receipt = accepted(post(body(rows)));
        assertThat(receipt.at("/accepted").asInt()).isEqualTo(1_000);
        assertThat(receipt.at("/refused").asInt()).isEqualTo(1_500);
        assertThat(receipt.at("/errors").size()).isEqualTo(100);
        assertThat(receipt.at("/errors/0/field").asString()).isEqualTo("labels.user");
        assertThat(accepted(post(body(rows.subList(0, 1_000)))).at("/accepted").asInt())
                .isEqualTo(1_000);
    }

    @Test
    void takesCompressedBodiesAndStopsBombs() throws IOException {
        Instant now = clock.instant();
        byte[] small = gzip(body(List.of(row(now, "1"))).getBytes(StandardCharsets.UTF_8));
        assertThat(accepted(send("/api/v1/metrics", small, "application/json", "gzip", operator()))
                        .at("/accepted")
                        .asInt())
                .isEqualTo(1);
        byte[] bomb = gzip(("{\"samples\":[" + " ".repeat(100 * MEBIBYTE)).getBytes(StandardCharsets.UTF_8));
        assertThat(bomb.length).isLessThan(MEBIBYTE);
        problem(send("/api/v1/metrics", bomb, "application/json", "gzip", operator()), 413, "payload-too-large");
        problem(
                send(
                        "/api/v1/metrics",
                        "no gzip".getBytes(StandardCharsets.UTF_8),
                        "application/json",
                        "gzip",
                        operator()),
                400,
                "malformed-body");
        problem(send("/api/v1/metrics", small, "application/json", "br", operator()), 415, "unsupported-media-type");
        byte[] huge = Snappy.compress(new byte[100 * MEBIBYTE]);
        problem(
                send("/api/v1/prometheus/write", huge, "application/x-protobuf", "snappy", operator()),
                413,
                "payload-too-large");
    }

    @Test
    void refusesWhatIsNoBatchAndStoresNothingOfIt() {
        Instant now = clock.instant();
        problem(post("{\"samples\":[" + row(now, "1")), 400, "malformed-body");
        problem(post("[]"), 400, "malformed-body");
        problem(post("{}"), 400, "invalid-field");
        problem(post("{\"rows\":[]}"), 400, "unknown-field");
        problem(post(body(List.of(row(now, "1"))) + "x"), 400, "malformed-body");
        List<String> tooMany = IntStream.rangeClosed(0, 10_000)
                .mapToObj(i -> row(now.minusSeconds(i), "1"))
                .toList();
        problem(post(body(tooMany)), 400, "invalid-field");
        String label = "x".repeat(5 * MEBIBYTE);
        JsonNode receipt = accepted(post(body(List.of(row(now, "1").replace("\"a\"", "\"" + label + "\"")))));
        assertThat(receipt.at("/refused").asInt()).isEqualTo(1);
        assertThat(receipt.toString()).hasSizeLessThan(1_000);
        assertThat(stored()).isZero();
    }

    @Test
    void takesOtlpGaugesAndHistograms() throws IOException {
        long nanos = clock.instant().truncatedTo(ChronoUnit.SECONDS).getEpochSecond() * 1_000_000_000L;
        byte[] body = ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(attribute("swen.team", "research"))
                                .addAttributes(attribute("deployment.environment.name", "dev"))
                                .addAttributes(attribute("service.name", "trainer")))
                        .addScopeMetrics(ScopeMetrics.newBuilder()
                                .addMetrics(Metric.newBuilder()
                                        .setName(name)
                                        .setUnit("By")
                                        .setGauge(Gauge.newBuilder()
                                                .addDataPoints(NumberDataPoint.newBuilder()
                                                        .setTimeUnixNano(nanos)
                                                        .setAsInt(42))
                                                .addDataPoints(NumberDataPoint.newBuilder()
                                                        .setTimeUnixNano(nanos)
                                                        .setAsDouble(Double.NaN))))
                                .addMetrics(Metric.newBuilder()
                                        .setName(name)
                                        .setUnit("s")
                                        .setHistogram(Histogram.newBuilder()
                                                .addDataPoints(HistogramDataPoint.newBuilder()
                                                        .setTimeUnixNano(nanos)
                                                        .setCount(4)
                                                        .setSum(2.5))))))
                .build()
                .toByteArray();
        byte[] answer = client().post()
                .uri(address("/v1/metrics"))
                .headers(headers -> headers.setBearerAuth(operator()))
                .contentType(MediaType.parseMediaType("application/x-protobuf"))
                .body(body)
                .retrieve()
                .body(byte[].class);
        assertThat(ExportMetricsServiceResponse.parseFrom(answer)
                        .getPartialSuccess()
                        .getRejectedDataPoints())
                .isEqualTo(1);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(jdbc.queryForList(
                                "select s.name || '=' || l.value || ' ' || s.unit || ' ' || (s.labels ->> 'service.name')"
                                        + " from metric_series s join metric_latest l on l.series = s.id"
                                        + " where s.name like ? order by 1",
                                String.class,
                                name + "%"))
                        .containsExactly(
                                name + ".count=4 1 trainer", name + ".sum=2.5 s trainer", name + "=42 By trainer"));
    }

    @Test
    void takesPrometheusRemoteWrite() throws IOException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        byte[] series = message(
                label("__name__", name),
                label("team", "research"),
                label("environment", "dev"),
                label("job", "node"),
                sample(now, 1.5),
                sample(now.plusSeconds(15), 2.5));
        byte[] request = message(field(1, series));
        JsonNode receipt = accepted(send(
                "/api/v1/prometheus/write", Snappy.compress(request), "application/x-protobuf", "snappy", operator()));
        assertThat(receipt.at("/accepted").asInt()).isEqualTo(2);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored()).isEqualTo(2));
        problem(
                send("/api/v1/prometheus/write", new byte[] {1, 2, 3}, "application/x-protobuf", "snappy", operator()),
                400,
                "malformed-body");
    }

    private static byte[] sample(Instant time, double value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeDouble(1, value);
        out.writeInt64(2, time.toEpochMilli());
        out.flush();
        return field(2, bytes.toByteArray());
    }

    private static byte[] label(String label, String value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeString(1, label);
        out.writeString(2, value);
        out.flush();
        return field(1, bytes.toByteArray());
    }

    private static byte[] field(int number, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeBytes(number, ByteString.copyFrom(content));
        out.flush();
        return bytes.toByteArray();
    }

    private static byte[] message(byte[]... fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] field : fields) {
            bytes.writeBytes(field);
        }
        return bytes.toByteArray();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private double duplicates() {
        return metrics.counter("swen.samples", "outcome", "duplicate").count();
    }

    private long stored() {
        Long count = jdbc.queryForObject(
                "select count(*) from metric_sample m join metric_series s on s.id = m.series where s.name = ?",
                Long.class,
                name);
        return count == null ? 0 : count;
    }

    private String row(Object time, String value) {
        return "{\"name\":\"%s\",\"unit\":\"percent\",\"team\":\"research\",\"environment\":\"dev\",\"labels\":{\"host\":\"a\"},\"time\":\"%s\",\"value\":%s}"
                .formatted(name, time, value);
    }

    private static String body(List<String> rows) {
        return rows.stream().collect(Collectors.joining(",", "{\"samples\":[", "]}"));
    }

    private static String operator() {
        return TestIssuer.token("operator", Role.OPERATOR);
    }

    private ResponseEntity<String> post(String body) {
        return post(body, operator());
    }

    private ResponseEntity<String> post(String body, String token) {
        return send("/api/v1/metrics", body.getBytes(StandardCharsets.UTF_8), "application/json", null, token);
    }

    private ResponseEntity<String> send(
            String path, byte[] body, String type, @org.jspecify.annotations.Nullable String encoding, String token) {
        return client().post()
                .uri(address(path))
                .headers(headers -> {
                    headers.setBearerAuth(token);
                    if (encoding != null) {
                        headers.set("Content-Encoding", encoding);
                    }
                })
                .contentType(MediaType.parseMediaType(type))
                .body(body)
                .retrieve()
                .toEntity(String.class);
    }

    private JsonNode accepted(ResponseEntity<String> answer) {
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(200);
        return json.readTree(String.valueOf(answer.getBody()));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}
