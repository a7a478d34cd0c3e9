package io.swen.telemetry.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.telemetry.TelemetryTest;
import io.swen.telemetry.cost.Ledger;
import io.swen.telemetry.support.BulkCopy;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExportIntegrationTests extends TelemetryTest {

    private static final String OPERATOR = TestIssuer.token("operator", Role.OPERATOR);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Autowired
    private ExportProperties properties;

    @Autowired
    private ExportStore store;

    @Autowired
    private Exports exports;

    @Autowired
    private BulkCopy copy;

    @Autowired
    private List<ExportKind> kinds;

    @Autowired
    private JsonMapper mapper;

    @Autowired
    private Clock clock;

    @Autowired
    private PlatformTransactionManager transactions;

    @Test
    void writesCostsThatDuckDbReadsBackToTheSameTotal() throws Exception {
        LocalDate day = LocalDate.parse("2026-02-05");
        Ledger ledger = new Ledger(jdbc);
        long instance = ledger.instance("i-export", "export", "wl-\"quoted\", and more", true, null);
        ledger.run(instance, day, 24, "0.123456789012");
        ledger.run(instance, day.plusDays(1), 3, "0.2");
        JsonNode export = finished(start("""
                {"kinds":["cost"],"from":"2026-02-05","to":"2026-02-07"}"""));

        assertThat(export.at("/state").asString()).as(export.toString()).isEqualTo("succeeded");
        assertThat(export.at("/partitions").asInt()).isEqualTo(3);
        assertThat(export.at("/partitions_done").asInt()).isEqualTo(3);
        assertThat(export.at("/progress_percent").asDouble()).isEqualTo(100.0);
        assertThat(export.at("/rows").asInt()).isEqualTo(27);
        // A day without rows has no file.
        assertThat(properties.folder().resolve("kind=cost/date=2026-02-06")).isDirectory();
        assertThat(properties.folder().resolve("kind=cost/date=2026-02-07")).doesNotExist();
        LocalQuery.Answer answer =
                ask("select sum(EffectiveCost), count(*), min(ChargePeriodStart), any_value(x_Workload),"
                        + " typeof(any_value(BilledCost)) from cost where date = '2026-02-05'");
        BigDecimal api = new BigDecimal(ok("/api/v1/costs?from=2026-02-05T00:00:00Z&to=2026-02-06T00:00:00Z")
                .at("/total/amount")
                .asString());
        assertThat(new BigDecimal(answer.rows().getFirst().get(0)).setScale(6, java.math.RoundingMode.HALF_EVEN))
                .isEqualByComparingTo(api);
        assertThat(answer.rows().getFirst().get(1)).isEqualTo("24");
        assertThat(answer.rows().getFirst().get(2)).startsWith("2026-02-05T00:00");
        assertThat(answer.rows().getFirst().get(3)).isEqualTo("wl-\"quoted\", and more");
        assertThat(answer.rows().getFirst().get(4)).isEqualTo("DECIMAL(38,12)");
        JsonNode manifest = json.readTree(Files.readString(properties.folder().resolve("kind=cost/_manifest.json")));
        assertThat(manifest.at("/columns/0/name").asString()).isEqualTo("AvailabilityZone");
        assertThat(manifest.at("/partitions")
                        .valueStream()
                        .map(each -> each.at("/date").asString()))
                .contains("2026-02-05", "2026-02-06")
                .doesNotContain("2026-02-07");
        assertThat(jdbc.queryForList(
                        "select action from audit.event where resource_id = ?",
                        String.class,
                        export.at("/id").asString()))
                .containsExactly("export.start");
    }

    @Test
    void writesSamplesAsMinutesAndInterruptionsAsTheyWereAnnounced() throws Exception {
        LocalDate day = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(3);
        String name = "exported_" + UUID.randomUUID().toString().replace("-", "");
        String noon = day + "T12:00:";
        ResponseEntity<String> taken = client().post()
                .uri("/api/v1/metrics")
                .headers(headers -> headers.setBearerAuth(OPERATOR))
                .contentType(MediaType.APPLICATION_JSON)
                .body("""
                        {"samples":[{"name":"%1$s","unit":"percent","team":"research","environment":"dev",
                         "labels":{"host":"a \\"quoted\\", one"},
                         "points":[["%2$s05Z",1],["%2$s35Z",4],["%3$sT12:01:10Z",7]]}]}""".formatted(name, noon, day))
                .retrieve()
                .toEntity(String.class);
        assertThat(taken.getStatusCode().value()).as(taken.getBody()).isEqualTo(200);
        await().atMost(PATIENCE)
                .until(() -> Long.valueOf(2)
                        .equals(jdbc.queryForObject(
                                "select count(*) from metric_1m m join metric_series s on s.id = m.series where s.name = ?",
                                Long.class,
                                name)));
        jdbc.update(
                "insert into interruption_notice (provider, notice_id, region, instance_id, kind, detail, noticed_at,"
                        + " effective_at, received_at, workload, team, environment, simulated) values ('aws', ?,"
                        + " 'aws:us-east-1', 'i-exported', 'interruption', 'terminate', ?::timestamptz, ?::timestamptz,"
                        + " ?::timestamptz, 'wl-exported', 'research', 'dev', true)",
                name,
                noon + "00Z",
                day + "T12:02:00Z",
                noon + "01Z");

        JsonNode export = finished(start("""
                {"kinds":["samples","interruptions"],"from":"%1$s","to":"%1$s"}""".formatted(day)));

        assertThat(export.at("/state").asString()).as(export.toString()).isEqualTo("succeeded");
        assertThat(ask("select time, name, unit, team, environment, labels, simulated, count, sum, min, max, last"
                                + " from samples where date = '" + day + "' and name = '" + name + "' order by time")
                        .rows())
                .satisfiesExactly(
                        first -> {
                            assertThat(first.getFirst()).startsWith(day + "T12:00");
                            assertThat(first.subList(1, 5)).containsExactly(name, "percent", "research", "dev");
                            assertThat(mapper.readTree(first.get(5)).at("/host").asString())
                                    .isEqualTo("a \"quoted\", one");
                            assertThat(first.subList(6, 12)).containsExactly("false", "2", "5.0", "1.0", "4.0", "4.0");
                        },
                        second -> assertThat(second.subList(7, 12)).containsExactly("1", "7.0", "7.0", "7.0", "7.0"));
        assertThat(
                        ask("select effective_at, provider, region, instance_id, notice, detail, workload, team, environment,"
                                        + " simulated, noticed_at, received_at from interruptions where notice_id = '"
                                        + name + "'")
                                .rows())
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.getFirst()).startsWith(day + "T12:02");
                    assertThat(row.subList(1, 10))
                            .containsExactly(
                                    "aws",
                                    "aws:us-east-1",
                                    "i-exported",
                                    "interruption",
                                    "terminate",
                                    "wl-exported",
                                    "research",
                                    "dev",
                                    "true");
                });
    }

    @Test
    void writesOnlyTheDaysAgainThatChanged() throws Exception {
        LocalDate day = LocalDate.parse("2026-02-10");
        Ledger ledger = new Ledger(jdbc);
        long instance = ledger.instance("i-export-again", "export", "wl-again", false, null);
        ledger.run(instance, day, 2, "1");
        ledger.run(instance, day.plusDays(1), 2, "1");
        String request = """
                {"kinds":["cost"],"from":"2026-02-10","to":"2026-02-11"}""";
        finished(start(request));
        var first = Files.getLastModifiedTime(file(day));
        var second = Files.getLastModifiedTime(file(day.plusDays(1)));

        jdbc.update(
                "update cost_record set cost_usd = 5 where instance = ? and hour >= '2026-02-11 00:00:00+00'",
                instance);
        JsonNode export = finished(start(request));

        assertThat(export.at("/partitions_done").asInt()).isEqualTo(2);
        assertThat(Files.getLastModifiedTime(file(day))).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(file(day.plusDays(1)))).isGreaterThan(second);
        assertThat(ask("select sum(EffectiveCost) from cost where date = '2026-02-11'")
                        .rows())
                .containsExactly(List.of("10.000000000000"));
    }

    @Test
    void goesOnWhereAnInterruptedExportStopped() throws Exception {
        LocalDate day = LocalDate.parse("2026-02-15");
        Ledger ledger = new Ledger(jdbc);
        long instance = ledger.instance("i-export-resumed", "export", "wl-resumed", false, null);
        ledger.run(instance, day.plusDays(1), 2, "1");
        Path cutShort = properties.folder().resolve(".partial/cost-2026-02-16.parquet");
        Files.createDirectories(cutShort.getParent());
        Files.writeString(cutShort, "half a file");
        UUID id = UUID.randomUUID();
        // As a service leaves it that is killed: the first day is done, the second was begun.
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            jdbc.update(
                    "insert into export (id, state, kinds, from_day, to_day, target, partitions, partitions_done, created_at,"
                            + " started_at) values (?, 'running', '{cost}', '2026-02-15', '2026-02-17', ?, 3, 1, now(), now())",
                    id,
                    properties.folder().toAbsolutePath().normalize().toUri().toString());
            jdbc.update(
                    "insert into export_partition (target, kind, day, rows, bytes, source_sha256, exported_at, export)"
                            + " values (?, 'cost', '2026-02-15', 7, 70, 'as it was', now(), ?)",
                    properties.folder().toAbsolutePath().normalize().toUri().toString(),
                    id);
        });

        JsonNode export = finished(id.toString());

        assertThat(export.at("/state").asString()).isEqualTo("succeeded");
        assertThat(export.at("/partitions_done").asInt()).isEqualTo(3);
        assertThat(export.at("/rows").asInt()).isEqualTo(9);
        assertThat(cutShort).doesNotExist();
        assertThat(ask("select count(*) from cost where date = '2026-02-16'").rows())
                .containsExactly(List.of("2"));
    }

    @Test
    void writesEveryChangeOfAPrice() throws Exception {
        LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        LocalDate first = jdbc.queryForObject(
                "select (min(published_at) at time zone 'UTC')::date from price_change", LocalDate.class);
        JsonNode export =
                finished(start("{\"kinds\":[\"prices\"],\"from\":\"" + first + "\",\"to\":\"" + first + "\"}"));

        assertThat(export.at("/state").asString()).as(export.toString()).isEqualTo("succeeded");
        List<List<String>> rows = ask("select count(*), count(distinct provider), bool_and(price_usd > 0),"
                        + " count(distinct zone) from prices where date = '" + first + "' and epoch = 1")
                .rows();
        Integer stored = jdbc.queryForObject("select count(*) from price_change where epoch = 1", Integer.class);
        assertThat(rows.getFirst().get(0)).isEqualTo(String.valueOf(stored));
        assertThat(rows.getFirst().get(1)).isEqualTo("2");
        assertThat(rows.getFirst().get(2)).isEqualTo("true");
        assertThat(today).isAfterOrEqualTo(first);
    }

    @Test
    void refusesWhatItCannotExportAndWhoMayNotSeeItAll() {
        assertThat(problem(post("{\"kinds\":[\"secrets\"]}", OPERATOR), 400, "invalid-field")
                        .at("/errors/0/allowed")
                        .asString())
                .contains("cost", "prices");
        problem(post("{\"from\":\"2026-03-02\",\"to\":\"2026-03-01\"}", OPERATOR), 400, "invalid-field");
        problem(post("{\"to\":\"2100-01-01\"}", OPERATOR), 400, "invalid-field");
        problem(post("{\"kinds\":[]}", OPERATOR), 400, "invalid-field");
        problem(post("{\"folder\":\"/etc\"}", OPERATOR), 400, "unknown-field");
        problem(post("{}", viewer()), 403, "forbidden");
        problem(get("/api/v1/exports/" + UUID.randomUUID(), OPERATOR), 404, "not-found");
        String ofATeam = TestIssuer.token("o", List.of("research"), List.of("dev"), Role.OPERATOR);
        problem(post("{}", ofATeam), 403, "forbidden");
        ResponseEntity<String> started = post("{\"kinds\":[\"prices\"]}", OPERATOR);
        assertThat(started.getStatusCode().value()).isEqualTo(202);
        problem(get(String.valueOf(started.getHeaders().getLocation()), ofATeam), 404, "not-found");
        assertThat(ok("/api/v1/exports", ofATeam).at("/items").size()).isZero();
    }

    @Test
    void ordersTheDayThatEndedOnce() {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            assertThat(exports.schedule()).isTrue();
            assertThat(exports.schedule()).isFalse();
            LocalDate ended =
                    clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(1);
            assertThat(store.lastScheduled()).isEqualTo(ended);
            // Bills are corrected for weeks.
            assertThat(jdbc.queryForObject(
                            "select to_day - from_day from export where scheduled_day is not null", Integer.class))
                    .isEqualTo(35);
            status.setRollbackOnly();
        });
    }

    @Test
    void putsTheSameFilesIntoABucketThatDuckDbReadsWhenTheyAreFetched(@TempDir Path folder) throws Exception {
        String program = Stream.of(String.valueOf(System.getenv("PATH")).split(":"))
                .map(path -> Path.of(path, "moto_server"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
        if (program == null) {
            System.err.println("EXPORT TO S3 IS NOT TESTED: no moto_server on the PATH");
        }
        Assumptions.assumeTrue(program != null, "moto_server is not installed: export to S3 is NOT tested here");
        LocalDate day = LocalDate.parse("2026-02-20");
        Ledger ledger = new Ledger(jdbc);
        ledger.run(ledger.instance("i-export-s3", "export", "wl-s3", false, null), day, 5, "2");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process moto = new ProcessBuilder(String.valueOf(program), "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        URI endpoint = URI.create("http://127.0.0.1:" + port);
        ExportProperties.S3 bucket = new ExportProperties.S3(
                "swen-exports", "lake", "us-east-1", endpoint, true, null, Duration.ofSeconds(20));
        try (S3Client client = S3Client.builder()
                        .endpointOverride(endpoint)
                        .region(Region.US_EAST_1)
                        .forcePathStyle(true)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                        .httpClientBuilder(ApacheHttpClient.builder())
                        .build();
                S3Target target = new S3Target(bucket)) {
            await().atMost(PATIENCE).until(() -> answers(port));
            client.createBucket(request -> request.bucket("swen-exports"));
            ExportProperties own = new ExportProperties(folder, false, Duration.ofMinutes(1), "256MB", bucket);
            Exporter exporter = new Exporter(kinds, own, store, copy, target, mapper, clock);
            ExportStore.Export export = new ExportStore.Export(
                    UUID.randomUUID(),
                    "queued",
                    List.of("cost"),
                    day,
                    day.plusDays(1),
                    target.address(),
                    null,
                    null,
                    2,
                    0,
                    null,
                    0,
                    0,
                    null,
                    clock.instant(),
                    null,
                    null);

            exporter.run(export);

            assertThat(client.listObjectsV2(request -> request.bucket("swen-exports")).contents().stream()
                            .map(object -> object.key()))
                    .containsExactlyInAnyOrder(
                            "lake/kind=cost/date=2026-02-20/part-00000.parquet", "lake/kind=cost/_manifest.json");
            Path fetched = folder.resolve("kind=cost/date=2026-02-20/part-00000.parquet");
            Files.createDirectories(fetched.getParent());
            client.getObject(
                    request -> request.bucket("swen-exports").key("lake/kind=cost/date=2026-02-20/part-00000.parquet"),
                    fetched);
            assertThat(LocalQuery.ask(folder, "select sum(BilledCost) from cost", 10, LIMIT)
                            .rows())
                    .containsExactly(List.of("10.000000000000"));
        } finally {
            moto.descendants().forEach(ProcessHandle::destroy);
            moto.destroy();
        }
    }

    private static boolean answers(int port) {
        try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return connected.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private Path file(LocalDate day) {
        return properties.folder().resolve(Exporter.key("cost", day));
    }

    private LocalQuery.Answer ask(String sql) throws Exception {
        return LocalQuery.ask(properties.folder(), sql, 100, LIMIT);
    }

    private String start(String body) {
        ResponseEntity<String> answer = post(body, OPERATOR);
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(202);
        return json.readTree(String.valueOf(answer.getBody())).at("/id").asString();
    }

    private JsonNode finished(String id) {
        await().atMost(PATIENCE)
                .until(() -> List.of("succeeded", "failed")
                        .contains(ok("/api/v1/exports/" + id, OPERATOR)
                                .at("/state")
                                .asString()));
        return ok("/api/v1/exports/" + id, OPERATOR);
    }

    private ResponseEntity<String> post(String body, @Nullable String token) {
        return client().post()
                .uri("/api/v1/exports")
                .headers(headers -> headers.setBearerAuth(String.valueOf(token)))
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .retrieve()
                .toEntity(String.class);
    }
}
