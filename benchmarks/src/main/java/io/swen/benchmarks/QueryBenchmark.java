package io.swen.benchmarks;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * A day of 100 series out of ten million samples, asked for over HTTP at the step the service chooses (5 minutes, so 28,800 values),
 * beside the naive query: the same means straight from the samples, by JDBC.
 *
 * <p>Goal: 95 of 100 answers within 50 ms.
 */
public final class QueryBenchmark {

    private static final int SERIES = 1_000;
    private static final long SAMPLES = 10_000_000;
    private static final int WARM_UP = 30;
    private static final int ASKED = 200;
    private static final int ASKED_NAIVELY = 20;
    private static final Duration DAY = Duration.ofDays(1);
    private static final long SEED = 11;

    private static final String ROLL_UP = "insert into %s (series, time, count, sum, min, max, last, last_time)"
            + " select series, date_bin('%s', time, timestamptz 'epoch'), %s from %s group by 1, 2";

    private QueryBenchmark() {}

    /** Prints the times of both, and the figures in the last line. */
    public static void main(String[] arguments) {
        Measurement.program(QueryBenchmark::measure);
    }

    private static void measure(PrintStream out) throws IOException, InterruptedException, SQLException {
        try (TelemetryUnderLoad service = TelemetryUnderLoad.start(SERIES);
                java.sql.Connection database = service.database()) {
            long rows = load(service, database);
            try (Statement statement = database.createStatement()) {
                // As autovacuum does a little later.
                for (String table : new String[] {"metric_sample", "metric_1m", "metric_series"}) {
                    statement.execute("vacuum (analyze) " + table);
                }
            }
            out.println(rows + " samples of " + SERIES + " series are stored");
            Random random = new Random(SEED);
            Instant last = service.base()
                    .plus(TelemetryUnderLoad.EVERY.multipliedBy(SAMPLES / SERIES))
                    .minus(DAY);
            long slack = Duration.between(service.base(), last).toMinutes();
            double[] asked = new double[ASKED];
            String token = TestIssuer.token("bench", Role.VIEWER);
            try (Connection connection = new Connection(service.port())) {
                for (int i = -WARM_UP; i < ASKED; i++) {
                    Instant from = service.base().plus(Duration.ofMinutes(random.nextLong(slack)));
                    byte[] request = Connection.request(
                            "GET",
                            "/api/v1/metrics/query?name=cpu_load&label=rack=r"
                                    + random.nextInt(TelemetryUnderLoad.RACKS) + "&from=" + from + "&to="
                                    + from.plus(DAY),
                            token,
                            "");
                    long began = System.nanoTime();
                    int status = connection.exchange(request);
                    if (status != 200) {
                        throw new IOException("answered " + status);
                    }
                    if (i >= 0) {
                        asked[i] = (System.nanoTime() - began) / 1e6;
                    }
                }
            }
            double[] naive = new double[ASKED_NAIVELY];
            for (int i = 0; i < ASKED_NAIVELY; i++) {
                Instant from = service.base().plus(Duration.ofMinutes(random.nextLong(slack)));
                naive[i] = naively(database, random.nextInt(TelemetryUnderLoad.RACKS), from);
            }
            Arrays.sort(asked);
            Arrays.sort(naive);
            out.println("              p50 ms   p95 ms");
            out.printf(Locale.ROOT, "service    %9.1f %8.1f%n", at(asked, 0.5), at(asked, 0.95));
            out.printf(Locale.ROOT, "naive SQL  %9.1f %8.1f%n", at(naive, 0.5), at(naive, 0.95));
            out.printf(
                    Locale.ROOT,
                    "query p50_ms=%.1f p95_ms=%.1f naive_p50_ms=%.1f naive_p95_ms=%.1f ratio=%.1f%n",
                    at(asked, 0.5),
                    at(asked, 0.95),
                    at(naive, 0.5),
                    at(naive, 0.95),
                    at(naive, 0.95) / at(asked, 0.95));
        }
    }

    /**
     * Stores the samples as the service would have, by COPY in the order of the index, and the roll-ups from them; to
     * bring and to settle them would take minutes and is what {@code bench ingest} measures. The service makes the series itself.
     */
    private static long load(TelemetryUnderLoad service, java.sql.Connection database)
            throws IOException, InterruptedException, SQLException {
        service.bring(1, Duration.ofMinutes(1), 1);
        service.settled();
        long steps = SAMPLES / SERIES;
        Instant end = service.base().plus(TelemetryUnderLoad.EVERY.multipliedBy(steps));
        service.ensurePartitions(service.base(), end);
        List<Long> ids = new ArrayList<>();
        try (Statement statement = database.createStatement()) {
            try (ResultSet rows =
                    statement.executeQuery("select id from metric_series where name = 'cpu_load' order by id")) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
            statement.execute("truncate metric_sample, metric_1m, metric_1h, metric_1d");
            CopyIn copy = database.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy metric_sample (time, series, value) from stdin" + CopyForm.BINARY.options());
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            CopyForm.BINARY.begin(block);
            Random random = new Random(SEED);
            for (long id : ids) {
                for (long step = 0; step < steps; step++) {
                    Instant time = service.base().plus(TelemetryUnderLoad.EVERY.multipliedBy(step));
                    CopyForm.BINARY.row(block, time, id, random.nextInt(10_000) / 100.0);
                }
                copy.writeToCopy(block.toByteArray(), 0, block.size());
                block.reset();
            }
            CopyForm.BINARY.end(block);
            copy.writeToCopy(block.toByteArray(), 0, block.size());
            long rows = copy.endCopy();
            statement.execute(ROLL_UP.formatted(
                    "metric_1m",
                    "1 minute",
                    "count(*), sum(value), min(value), max(value), (array_agg(value order by time desc))[1], max(time)",
                    "metric_sample"));
            String coarser =
                    "sum(count)::bigint, sum(sum), min(min), max(max), (array_agg(last order by last_time desc))[1],"
                            + " max(last_time)";
            statement.execute(ROLL_UP.formatted("metric_1h", "1 hour", coarser, "metric_1m"));
            statement.execute(ROLL_UP.formatted("metric_1d", "1 day", coarser, "metric_1h"));
            return rows;
        }
    }

    private static double naively(java.sql.Connection database, int rack, Instant from) throws SQLException {
        long began = System.nanoTime();
        try (PreparedStatement statement = database.prepareStatement(
                "select m.series, date_bin('5 minutes', m.time, timestamptz 'epoch'), avg(m.value) from metric_sample m"
                        + " join metric_series s on s.id = m.series where s.name = 'cpu_load' and s.labels ->> 'rack' = ?"
                        + " and m.time >= ? and m.time < ? group by 1, 2 order by 1, 2")) {
            statement.setString(1, "r" + rack);
            statement.setTimestamp(2, Timestamp.from(from));
            statement.setTimestamp(3, Timestamp.from(from.plus(DAY)));
            try (ResultSet answer = statement.executeQuery()) {
                double sum = 0;
                while (answer.next()) {
                    sum += answer.getDouble(3);
                }
                if (sum == 0) {
                    throw new IllegalStateException("the naive query found nothing");
                }
            }
        }
        return (System.nanoTime() - began) / 1e6;
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
    }
}
