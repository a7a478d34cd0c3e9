package io.swen.benchmarks;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.simulator.SimulatorConfig;
import io.swen.simulator.SimulatorCredentials;
import io.swen.simulator.SimulatorServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Changes through the whole pipeline of gitops-service, to simulated clouds: how many a minute when there is no end of them, and
 * how long one takes from being proposed to being applied when they come one at a time. The baseline is one worker.
 */
public final class PipelineBenchmark {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    /** Instances boot in a fraction of a second, so that the pipeline is measured and not the wait for them. */
    private static final double SPEED = 600;

    private static final Duration APART = Duration.ofMillis(400);
    private static final int WARM_UP = 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String token = TestIssuer.token("swen-routing", Role.SERVICE);
    private final ServiceProcess gitops;
    private final Connection database;

    private PipelineBenchmark(ServiceProcess gitops, Connection database) {
        this.gitops = gitops;
        this.database = database;
    }

    /** What was measured with a number of workers. */
    private record Round(int workers, double perMinute, double p50Millis, double p95Millis) {}

    /** Prints a row for each number of workers, and the summary; {@code --changes N} of a burst, {@code --singles N} after it. */
    public static void main(String[] arguments) {
        Map<String, String> options = Options.values(arguments, "--changes", "--singles");
        int changes = Integer.parseInt(options.getOrDefault("--changes", "200"));
        int singles = Integer.parseInt(options.getOrDefault("--singles", "60"));
        Measurement.program(out -> measure(out, changes, singles));
    }

    private static void measure(PrintStream out, int changes, int singles)
            throws IOException, InterruptedException, SQLException {
        out.printf("%-10s %14s %22s %22s%n", "workers", "changes/min", "applied after p50 ms", "p95 ms");
        Round one = round(out, 1, changes / 2, singles / 2);
        Round usual = round(out, 4, changes, singles);
        out.printf(
                Locale.ROOT,
                "pipeline changes_per_min=%.0f baseline=one_worker baseline_per_min=%.0f ratio=%.2f applied_p50_ms=%.0f"
                        + " applied_p95_ms=%.0f%n",
                usual.perMinute(),
                one.perMinute(),
                usual.perMinute() / one.perMinute(),
                usual.p50Millis(),
                usual.p95Millis());
    }

    private static Round round(PrintStream out, int workers, int changes, int singles)
            throws IOException, InterruptedException, SQLException {
        Path folder = Files.createTempDirectory("swen-bench-pipeline");
        SimulatorServer simulator = SimulatorServer.start(
                SimulatorConfig.forTests(folder).withSpeed(SPEED).withThrottleFactor(0));
        try (StandIn telemetry = StandIn.telemetry();
                ServiceProcess gitops =
                        service(simulator, telemetry, folder, workers).start("512m", null);
                Connection database = DriverManager.getConnection(
                        gitops.property("spring.datasource.url"),
                        gitops.property("spring.datasource.username"),
                        gitops.property("spring.datasource.password"))) {
            PipelineBenchmark bench = new PipelineBenchmark(gitops, database);
            bench.burst(WARM_UP);
            double perMinute = bench.burst(changes);
            double[] millis = bench.singles(singles);
            Round round = new Round(workers, perMinute, percentile(millis, 0.5), percentile(millis, 0.95));
            out.printf(
                    Locale.ROOT,
                    "%-10d %14.0f %22.0f %22.0f%n",
                    workers,
                    round.perMinute(),
                    round.p50Millis(),
                    round.p95Millis());
            return round;
        } finally {
            simulator.stop();
        }
    }

    private static ServiceProcess service(SimulatorServer simulator, StandIn telemetry, Path folder, int workers)
            throws IOException {
        SimulatorCredentials.AwsKey aws = simulator.credentials().aws().getFirst();
        SimulatorCredentials.AlibabaKey alibaba =
                simulator.credentials().alibaba().getFirst();
        return new ServiceProcess("gitops")
                .with("swen.clock-url", simulator.clockUrl().toString())
                .with("swen.gitops.repository.directory", folder.resolve("git").toString())
                .with(
                        "swen.gitops.terraform.directory",
                        folder.resolve("terraform").toString())
                .with("swen.gitops.pipeline.simulated", true)
                .with("swen.gitops.pipeline.workers", workers)
                .with("swen.gitops.clouds.simulated", true)
                // What is measured is the pipeline, not how fast a region lets instances be launched.
                .with("swen.gitops.clouds.aws.launches-at-once", 1_000)
                .with("swen.gitops.clouds.aws.launches-per-second", 1_000)
                .with("swen.gitops.clouds.aws.endpoint", simulator.awsEndpoint().toString())
                .with(
                        "swen.gitops.clouds.alibaba.endpoint",
                        simulator.alibabaEndpoint().toString())
                .with("swen.services.telemetry", telemetry.address())
                // Nobody is there to be asked; a refused connection is the quickest "skipped".
                .with("swen.services.routing", "http://localhost:" + ServiceProcess.freePort())
                .environment("AWS_ACCESS_KEY_ID", aws.accessKeyId())
                .environment("AWS_SECRET_ACCESS_KEY", aws.secretAccessKey())
                .environment("ALIBABA_CLOUD_ACCESS_KEY_ID", alibaba.accessKeyId())
                .environment("ALIBABA_CLOUD_ACCESS_KEY_SECRET", alibaba.accessKeySecret());
    }

    /** Proposes many at once; answers how many a minute went all the way. */
    private double burst(int changes) throws IOException, InterruptedException, SQLException {
        long began = System.nanoTime();
        Set<UUID> open = new HashSet<>();
        for (int i = 0; i < changes; i++) {
            open.add(propose());
        }
        await(open, "select id from change where state = 'SUCCEEDED' and id = any(?)");
        return changes / ((System.nanoTime() - began) / 1e9) * 60;
    }

    /** Proposes one after the other; answers the milliseconds from the proposal to what is applied. */
    private double[] singles(int changes) throws IOException, InterruptedException, SQLException {

        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < changes; i++) {
            long now = System.nanoTime();
            UUID id = propose();
            await(
                    new HashSet<>(Set.of(id)),
                    "select change_id from change_stage where name = 'APPLY' and state = 'SUCCEEDED' and change_id = any(?)");
            millis.add((System.nanoTime() - now) / 1e6);
            TimeUnit.MILLISECONDS.sleep(APART.toMillis());
        }
        return millis.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void await(Set<UUID> open, String sql) throws IOException, InterruptedException, SQLException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!open.isEmpty()) {
            try (PreparedStatement query = database.prepareStatement(sql)) {
                query.setArray(1, database.createArrayOf("uuid", open.toArray()));
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        open.remove(rows.getObject(1, UUID.class));
                    }
                }
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(open.size() + " changes did not get there within " + LIMIT + ", such as "
                        + whereabouts(open.iterator().next()));
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private String whereabouts(UUID change) throws SQLException {
        try (PreparedStatement query = database.prepareStatement("select c.state, c.stage, s.summary from change c"
                + " left join change_stage s on s.change_id = c.id and s.name = c.stage where c.id = ?")) {
            query.setObject(1, change);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? row.getString(1) + " in " + row.getString(2) + ": " + row.getString(3)
                        : change + ", which is not there";
            }
        }
    }

    private UUID propose() throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(gitops.address() + "/api/v1/changes"))
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(HttpRequest.BodyPublishers.ofString(change()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IOException("a change was not taken: " + answer.statusCode() + " " + answer.body());
        }
        String body = answer.body();
        int at = body.indexOf("\"id\":\"") + 6;
        return UUID.fromString(body.substring(at, at + 36));
    }

    private static String change() {
        String workload = "bench-" + UUID.randomUUID().toString().substring(0, 13);
        return """
                {"environment":"dev","team":"bench","author":{"actor_id":"%s","name":"bench"},"items":[{"action":"deploy",\
                "workload_id":"%s","workload":{"id":"%s","team":"bench","environment":"dev","kind":"service",\
                "container":{"image":"ghcr.io/acme/bench:1.0"},"cpu_cores":2,"memory_gb":8,"architecture":"amd64"},\
                "decision":{"id":"%s","workload_id":"%s","workload_version":1,"decided_at":"2026-11-23T10:00:00Z",\
                "outcome":"placed","confidence":0.9,"hourly_cost":{"amount":"0.1008","currency":"USD"},"summary":"bench",\
                "offer":{"offer_id":"aws:use1-az1/m7i.large/on_demand","provider":"aws","region":"aws:us-east-1",\
                "zone":"aws:use1-az1","instance_type":"m7i.large","purchase_option":"on_demand","architecture":"amd64",\
                "vcpu":2,"memory_gb":8.0,"gpus":0,"price":{"amount":"0.1008","currency":"USD"},"price_origin":"listed",\
                "simulated":true}}}]}""".formatted(UUID.randomUUID(), workload, workload, UUID.randomUUID(), workload);
    }

    private static double percentile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(Math.ceil(sorted.length * share)) - 1)];
    }
}
