package io.swen.benchmarks;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How many workloads a second are taken, through the gateway and by routing-service itself, answered 202 once durable; how many are
 * decided a second, in which order, and how long after they were taken. gateway-, routing- and telemetry-service run in processes of
 * their own from the jars of {@code ./swen up}, beside one PostgreSQL whose commits wait for the disk; tokens are RS256, checked by
 * both and exchanged by the gateway. Deciding goes on all the time, over the offers of the shipped catalog. The load is 16
 * connections that each wait for their answer. Only gitops-service is stood in for.
 *
 * <p>The baselines only queue in memory: a Flask peer where Flask is installed, else a bare server of the JDK. Goals: 5,500 a second
 * through the gateway and 8,800 directly on two processors that all of this shares (5 and 8 times the Flask peer), 300 decisions a
 * second, and the queue worked off in the order of priority.
 */
public final class SubmitBenchmark {

    private static final int CONNECTIONS = 16;
    private static final Duration WARM_UP = Duration.ofSeconds(90);
    private static final Duration ROUND = Duration.ofSeconds(8);
    private static final int ROUNDS = 5;
    private static final int BACKLOG = 8_000;
    private static final int STEADY_RATE = 150;
    private static final Duration STEADY = Duration.ofSeconds(15);
    private static final Duration READY_WITHIN = Duration.ofMinutes(1);
    private static final Duration DRAINED_WITHIN = Duration.ofMinutes(2);
    private static final List<String> PRIORITIES = List.of("low", "medium", "high", "critical");

    private static final String LEFT = "select count(*) from workload where state = 'submitted'";
    private static final String NOT_HANDED_OVER = "select count(*) from handover where state = 'waiting'";

    private record Round(double gateway, double direct, double flask, double jdk) {}

    private final PrintStream out;
    private final String token = TestIssuer.token("bench", Role.OPERATOR);
    private final ServiceProcess routing;
    private final ServiceProcess gateway;
    private final java.sql.Connection database;

    private SubmitBenchmark(
            PrintStream out, ServiceProcess routing, ServiceProcess gateway, java.sql.Connection database) {
        this.out = out;
        this.routing = routing;
        this.gateway = gateway;
        this.database = database;
    }

    /** Prints tables and the summary; {@code --profile DIR} keeps flight recordings of gateway and routing-service. */
    public static void main(String[] arguments) {
        Path profile = Options.paths(arguments, "--profile").get("--profile");
        Measurement.program(out -> measure(out, profile));
    }

    private static void measure(PrintStream out, @Nullable Path profile)
            throws IOException, InterruptedException, SQLException {
        try (StandIn gitops = StandIn.gitops();
                ServiceProcess telemetry = new ServiceProcess("telemetry")
                        .with("swen.telemetry.collection.enabled", false)
                        .with("swen.telemetry.metrics.enabled", false)
                        .start("768m", null);
                ServiceProcess routing = new ServiceProcess("routing")
                        .with("swen.services.telemetry", telemetry.address())
                        .with("swen.services.gitops", gitops.address())
                        .start("1g", profile);
                ServiceProcess gateway = new ServiceProcess("gateway")
                        .with("swen.services.telemetry", telemetry.address())
                        .with("swen.services.routing", routing.address())
                        .with("swen.services.gitops", gitops.address())
                        .with("swen.gateway.limits.scale", 1_000)
                        .start("384m", profile);
                java.sql.Connection database = DriverManager.getConnection(
                        routing.property("spring.datasource.url"),
                        routing.property("spring.datasource.username"),
                        routing.property("spring.datasource.password"));
                QueueingPeer jdk = QueueingPeer.jdk();
                QueueingPeer flask = QueueingPeer.flaskIsHere() ? QueueingPeer.flask() : null) {
            SubmitBenchmark bench = new SubmitBenchmark(out, routing, gateway, database);
            bench.firstDecision();
            List<Round> rounds = bench.intake(jdk, flask);
            double decisions = bench.decisions();
            double lag = bench.lag();
            double gatewayRate = Measurement.median(rounds, Round::gateway);
            double baseline = Measurement.median(rounds, flask == null ? Round::jdk : Round::flask);
            out.printf(
                    Locale.ROOT,
                    "submit gateway_rps=%.0f direct_rps=%.0f decisions_per_s=%.0f lag_p99_ms=%.0f baseline=%s baseline_rps=%.0f"
                            + " ratio=%.2f direct_ratio=%.2f jdk_rps=%.0f%n",
                    gatewayRate,
                    Measurement.median(rounds, Round::direct),
                    decisions,
                    lag,
                    flask == null ? "jdk" : "flask",
                    baseline,
                    Measurement.median(
                            rounds, round -> round.gateway() / (flask == null ? round.jdk() : round.flask())),
                    Measurement.median(rounds, round -> round.direct() / (flask == null ? round.jdk() : round.flask())),
                    Measurement.median(rounds, Round::jdk));
        }
    }

    private byte[] request(String priority) {
        return Connection.request("POST", "/workload", token, """
                {"team":"bench","kind":"batch","container":{"image":"ghcr.io/acme/train:1.4"},"cpu_cores":4,"memory_gb":16,\
                "estimated_duration_hours":0.5,"priority":"%s"}""".formatted(priority));
    }

    /** The offers are there once a first workload is decided. */
    private void firstDecision() throws IOException, InterruptedException, SQLException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        for (ServiceProcess service : List.of(routing, gateway)) {
            try (Connection connection = new Connection(service.port())) {
                // Right after the start it may still be fetching the issuer's keys.
                while (connection.exchange(request("medium")) != 202) {
                    if (System.nanoTime() > deadline) {
                        throw new IOException("no workload is taken: " + connection.beginning());
                    }
                    TimeUnit.MILLISECONDS.sleep(200);
                }
            }
        }
        drained();
    }

    private List<Round> intake(QueueingPeer jdk, @Nullable QueueingPeer flask)
            throws IOException, InterruptedException, SQLException {
        byte[] request = request("medium");
        Load.run(routing.port(), request, 202, CONNECTIONS, WARM_UP);
        Load.run(gateway.port(), request, 202, CONNECTIONS, WARM_UP);
        Load.run(jdk.port(), request, 202, CONNECTIONS, ROUND);
        forgetWaiting();
        List<Round> rounds = new ArrayList<>();
        out.println("round  gateway/s  p99 ms  direct/s  p99 ms  flask/s  jdk/s  cpu us of the gateway, of routing");
        for (int i = 0; i < ROUNDS; i++) {
            double gatewayUsed = gateway.processorSeconds();
            double routingUsed = routing.processorSeconds();
            Load through = Load.run(gateway.port(), request, 202, CONNECTIONS, ROUND);
            double gatewayCpu = (gateway.processorSeconds() - gatewayUsed) * 1e6 / through.nanos().length;
            double routingCpu = (routing.processorSeconds() - routingUsed) * 1e6 / through.nanos().length;
            forgetWaiting();
            Load direct = Load.run(routing.port(), request, 202, CONNECTIONS, ROUND);
            forgetWaiting();
            double flaskRate = flask == null
                    ? 0
                    : Load.run(flask.port(), request, 202, CONNECTIONS, ROUND).perSecond();
            double jdkRate =
                    Load.run(jdk.port(), request, 202, CONNECTIONS, ROUND).perSecond();
            rounds.add(new Round(through.perSecond(), direct.perSecond(), flaskRate, jdkRate));
            out.printf(
                    Locale.ROOT,
                    "%5d  %9.0f  %6.1f  %8.0f  %6.1f  %7.0f  %5.0f  %16.0f %12.0f%n",
                    i + 1,
                    through.perSecond(),
                    through.quantileMillis(0.99),
                    direct.perSecond(),
                    direct.quantileMillis(0.99),
                    flaskRate,
                    jdkRate,
                    gatewayCpu,
                    routingCpu);
        }
        return rounds;
    }

    /** Decisions a second while a backlog of all priorities is worked off, and the order in which that happens. */
    private double decisions() throws IOException, InterruptedException, SQLException {
        handedOver();
        for (String priority : PRIORITIES) {
            Load.count(routing.port(), request(priority), 202, CONNECTIONS, BACKLOG / PRIORITIES.size());
        }
        long began = System.nanoTime();
        long before = count(LEFT);
        // Those that wait from now on are all known to the queue: each is to come after all of a higher priority.
        update("create temporary table backlog as select id from workload where state = 'submitted'");
        drained();
        double rate = before / ((System.nanoTime() - began) / 1e9);
        out.println("backlog of " + before + " workloads, worked off in the order of:");
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select w.spec ->> 'priority', count(*), min(d.place), percentile_disc(0.5) within group (order by d.place),"
                                + " max(d.place) from backlog b join workload w on w.id = b.id join (select workload_id,"
                                + " row_number() over (order by min(decided_at)) as place from placement_decision"
                                + " where workload_id in (select id from backlog) group by workload_id) d on d.workload_id = w.id"
                                + " group by 1 order by 4")) {
            out.println("priority   workloads  first place  median place  last place");
            while (rows.next()) {
                out.printf(
                        Locale.ROOT,
                        "%-9s  %9d  %11d  %12d  %10d%n",
                        rows.getString(1),
                        rows.getLong(2),
                        rows.getLong(3),
                        rows.getLong(4),
                        rows.getLong(5));
            }
        }
        return rate;
    }

    /** From being taken to the commit of the decision, at a steady rate that the deciders can follow. */
    private double lag() throws IOException, InterruptedException, SQLException {
        handedOver();
        update("create temporary table earlier as select id from workload");
        Load.steady(gateway.port(), request("medium"), 202, 4, STEADY_RATE, STEADY);
        drained();
        // A decision is there once the last one of its transaction is made.
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(
                        "with made as (select workload_id, max(decided_at) over (partition by xmin::text) as at"
                                + " from placement_decision), lag as (select extract(epoch from made.at - w.created_at) * 1000 as ms"
                                + " from workload w join made on made.workload_id = w.id"
                                + " where not exists (select from earlier e where e.id = w.id))"
                                + " select count(*), percentile_cont(0.5) within group (order by ms),"
                                + " percentile_cont(0.99) within group (order by ms) from lag")) {
            row.next();
            out.printf(
                    Locale.ROOT,
                    "%d workloads at %d a second: decided after %.0f ms (p50), %.0f ms (p99)%n",
                    row.getLong(1),
                    STEADY_RATE,
                    row.getDouble(2),
                    row.getDouble(3));
            return row.getDouble(3);
        }
    }

    private void drained() throws InterruptedException, SQLException {
        none(LEFT, "workloads are still not decided");
    }

    /** What was decided in an earlier part of the measurement is not handed over in a later one. */
    private void handedOver() throws InterruptedException, SQLException {
        none(NOT_HANDED_OVER, "decisions are still not handed over");
    }

    private void none(String waiting, String what) throws InterruptedException, SQLException {
        long deadline = System.nanoTime() + DRAINED_WITHIN.toNanos();
        while (count(waiting) > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(count(waiting) + " " + what);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** What was submitted to measure intake is not decided afterwards as well, which would take minutes. */
    private void forgetWaiting() throws SQLException, InterruptedException {
        update("update workload set state = 'cancelled' where state = 'submitted'");
        drained();
    }

    private long count(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void update(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
