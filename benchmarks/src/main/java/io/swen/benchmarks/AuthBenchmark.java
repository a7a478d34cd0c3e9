package io.swen.benchmarks;

import io.swen.platform.security.Role;
import io.swen.platform.test.PostgresServer;
import io.swen.platform.test.TestIssuer;
import io.swen.platform.test.TestPlatform;
import io.swen.routing.RoutingApplication;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What it costs routing-service to check tokens and permissions and to write the audit log: the same service with both and
 * without either, in turn, in one process beside one PostgreSQL.
 *
 * <p>Goals: less than 1 ms more at the 95th percentile of a request, and less than 20 % of the throughput of {@code POST /workload}.
 */
public final class AuthBenchmark {

    private static final int ROUNDS = 7;
    private static final int CONNECTIONS = 16;
    private static final Duration WARM_UP = Duration.ofSeconds(6);
    private static final Duration ROUND = Duration.ofSeconds(3);
    private static final String WORKLOAD = """
            {"team":"bench","kind":"batch","container":{"image":"ghcr.io/acme/train:1.4"},"cpu_cores":4,"memory_gb":16,\
            "estimated_duration_hours":0.5}""";

    /** In the baseline rows of the audit log go nowhere; what is left is a function call a row. */
    private static final String DROP_AUDIT_ROWS = """
            alter table audit.event rename to event_unused;
            create view audit.event as select * from audit.event_unused;
            create function audit.nowhere() returns trigger language plpgsql as 'begin return null; end';
            create trigger nowhere instead of insert on audit.event for each row execute function audit.nowhere();
            grant select, insert on audit.event to public;
            """;

    private record Round(Load read, Load write) {}

    private AuthBenchmark() {}

    /** Prints a table of all rounds, and the medians in the last line. */
    public static void main(String[] arguments) {
        Measurement.program(AuthBenchmark::measure);
    }

    private static void measure(PrintStream out) throws IOException, InterruptedException, SQLException {
        String token = TestIssuer.token("bench", Role.OPERATOR);
        byte[] read = Connection.request("GET", "/api/v1/workloads/none", token, "");
        byte[] write = Connection.request("POST", "/workload", token, WORKLOAD);
        try (ConfigurableApplicationContext on = start();
                ConfigurableApplicationContext off = start(OpenDoors.class)) {
            dropAuditRows(off.getEnvironment().getRequiredProperty("spring.datasource.url"));
            List<Integer> ports = List.of(port(on), port(off));
            for (int port : ports) {
                Load.run(port, read, 404, 1, WARM_UP);
                Load.run(port, write, 202, CONNECTIONS, WARM_UP);
            }
            List<Round> with = new ArrayList<>();
            List<Round> without = new ArrayList<>();
            out.println("round  on: p95 ms  POST/s   off: p95 ms  POST/s");
            for (int i = 0; i < ROUNDS; i++) {
                with.add(round(ports.get(0), read, write));
                without.add(round(ports.get(1), read, write));
                out.printf(
                        Locale.ROOT,
                        "%5d  %10.3f  %6.0f   %11.3f  %6.0f%n",
                        i + 1,
                        with.get(i).read().quantileMillis(0.95),
                        with.get(i).write().perSecond(),
                        without.get(i).read().quantileMillis(0.95),
                        without.get(i).write().perSecond());
            }
            double onP95 = Measurement.median(with, round -> round.read().quantileMillis(0.95));
            double offP95 = Measurement.median(without, round -> round.read().quantileMillis(0.95));
            double onRate = Measurement.median(with, round -> round.write().perSecond());
            double offRate = Measurement.median(without, round -> round.write().perSecond());
            out.printf(
                    Locale.ROOT,
                    "auth p95_on_ms=%.3f p95_off_ms=%.3f added_p95_ms=%.3f post_on_per_s=%.0f post_off_per_s=%.0f"
                            + " cost_percent=%.1f%n",
                    onP95,
                    offP95,
                    onP95 - offP95,
                    onRate,
                    offRate,
                    100 * (1 - onRate / offRate));
        }
    }

    private static Round round(int port, byte[] read, byte[] write) throws IOException, InterruptedException {
        return new Round(Load.run(port, read, 404, 1, ROUND), Load.run(port, write, 202, CONNECTIONS, ROUND));
    }

    private static ConfigurableApplicationContext start(Class<?>... more) {
        List<Class<?>> sources = new ArrayList<>(List.of(RoutingApplication.class));
        sources.addAll(Arrays.asList(more));
        return new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
                .initializers(new TestPlatform())
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--logging.level.root=error",
                        "--logging.level.io.swen.platform.problem=warn",
                        "--logging.level.io.swen.platform.security=warn");
    }

    private static void dropAuditRows(String database) throws SQLException {
        try (java.sql.Connection connection = PostgresServer.superuser(database);
                Statement statement = connection.createStatement()) {
            statement.execute(DROP_AUDIT_ROWS);
        }
    }

    private static int port(ConfigurableApplicationContext context) {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }
}
