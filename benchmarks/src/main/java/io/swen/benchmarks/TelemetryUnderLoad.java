package io.swen.benchmarks;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.platform.test.TestPlatform;
import io.swen.telemetry.TelemetryApplication;
import io.swen.telemetry.support.DayPartitions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * telemetry-service beside its PostgreSQL, and somebody who brings it samples over HTTP: a series for each of {@code series}
 * numbers, one sample of each every ten seconds of time, in batches of 1,000 samples of as many series.
 */
final class TelemetryUnderLoad implements AutoCloseable {

    static final int BATCH = 1_000;
    static final int RACKS = 10;
    static final Duration EVERY = Duration.ofSeconds(10);

    private static final int TIME_LENGTH = 20;
    private static final int SEGMENTS = 16;
    private static final Duration SETTLES_WITHIN = Duration.ofMinutes(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final ConfigurableApplicationContext context;
    private final int port;
    private final int blocks;
    private final byte[][] templates;
    private final int[][] times;
    private final Instant base;
    private final AtomicLong next = new AtomicLong();

    private TelemetryUnderLoad(ConfigurableApplicationContext context, int series) {
        this.context = context;
        this.port = Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
        this.blocks = series / BATCH;
        // Long enough ago that it is history, which detectors are not shown: they are measured elsewhere.
        this.base = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(20));
        this.templates = new byte[blocks][];
        this.times = new int[blocks][BATCH];
        String token = TestIssuer.token("bench", Role.OPERATOR);
        for (int block = 0; block < blocks; block++) {
            template(block, token);
        }
    }

    /** Starts the service; {@code series} is a multiple of 1,000 and at most 10,000. */
    static TelemetryUnderLoad start(int series) {
        return new TelemetryUnderLoad(
                new SpringApplicationBuilder(TelemetryApplication.class)
                        .initializers(new TestPlatform())
                        .run(
                                "--server.port=0",
                                "--server.address=127.0.0.1",
                                "--logging.level.root=error",
                                "--swen.telemetry.collection.enabled=false",
                                "--swen.telemetry.metrics.enabled=false"),
                series);
    }

    private void template(int block, String token) {
        StringBuilder body = new StringBuilder("{\"samples\":[");
        int[] at = times[block];
        for (int i = 0; i < BATCH; i++) {
            int number = block * BATCH + i;
            body.append(i == 0 ? "" : ",")
                    .append(
                            "{\"name\":\"cpu_load\",\"unit\":\"percent\",\"team\":\"bench\",\"environment\":\"dev\",\"labels\":{\"host\":\"h")
                    .append(number % BATCH)
                    .append("\",\"core\":\"")
                    .append(number / BATCH)
                    .append("\",\"rack\":\"r")
                    .append(number % RACKS)
                    .append("\"},\"time\":\"");
            at[i] = body.length();
            body.append(base)
                    .append("\",\"value\":")
                    .append(String.format(Locale.ROOT, "%.2f", value(number)))
                    .append('}');
        }
        body.append("]}");
        byte[] request = Connection.request("POST", "/api/v1/metrics", token, body.toString());
        int head = request.length - body.length();
        for (int i = 0; i < BATCH; i++) {
            at[i] += head;
        }
        templates[block] = request;
    }

    /** What the samples of a series measure. */
    static double value(int series) {
        return (series * 7_919 % 10_000) / 100.0;
    }

    int port() {
        return port;
    }

    Instant base() {
        return base;
    }

    java.sql.Connection database() throws SQLException {
        var environment = context.getEnvironment();
        return DriverManager.getConnection(
                environment.getRequiredProperty("spring.datasource.url"),
                environment.getRequiredProperty("spring.datasource.username"),
                environment.getRequiredProperty("spring.datasource.password"));
    }

    /** Brings samples until the end of a time or of a number of batches; answers how many were acknowledged. */
    long bring(int connections, Duration time, long batches) throws InterruptedException, IOException {
        long end = System.nanoTime() + time.toNanos();
        long last = next.get() + batches;
        List<Future<Long>> senders = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int i = 0; i < connections; i++) {
                senders.add(threads.submit(() -> send(end, last)));
            }
            long sum = 0;
            for (Future<Long> sender : senders) {
                sum += sender.get();
            }
            return sum;
        } catch (ExecutionException failed) {
            throw new IOException("a connection failed: " + failed.getCause(), failed);
        }
    }

    private long send(long end, long last) throws IOException, InterruptedException {
        byte[][] own = new byte[blocks][];
        byte[] time = new byte[0];
        long timeOf = -1;
        long acknowledged = 0;
        try (Connection connection = new Connection(port)) {
            while (System.nanoTime() < end) {
                long number = next.getAndIncrement();
                if (number >= last) {
                    next.decrementAndGet();
                    break;
                }
                int block = (int) (number % blocks);
                if (own[block] == null) {
                    own[block] = templates[block].clone();
                }
                if (timeOf != number / blocks) {
                    timeOf = number / blocks;
                    time = base.plus(EVERY.multipliedBy(timeOf)).toString().getBytes(StandardCharsets.US_ASCII);
                }
                for (int at : times[block]) {
                    System.arraycopy(time, 0, own[block], at, TIME_LENGTH);
                }
                int status = connection.exchange(own[block]);
                while (status == 429) {
                    TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
                    status = connection.exchange(own[block]);
                }
                if (status != 200) {
                    throw new IOException("answered " + status);
                }
                acknowledged += BATCH;
            }
        }
        return acknowledged;
    }

    /** Has the tables that are partitioned by time take rows of a span. */
    void ensurePartitions(Instant from, Instant to) {
        DayPartitions partitions = context.getBean(DayPartitions.class);
        partitions.ensure("metric_sample", from, to);
        partitions.ensure("metric_1m", from, to);
        partitions.ensure("metric_1h", from, to, DayPartitions.Width.MONTH);
        partitions.ensure("metric_1d", from, to, DayPartitions.Width.YEAR);
    }

    /** Waits until everything that was brought can be read. */
    void settled() throws SQLException, InterruptedException {
        StringBuilder sql = new StringBuilder("select false");
        for (int i = 0; i < SEGMENTS; i++) {
            sql.append(" or exists (select from metric_intake_").append(i).append(')');
        }
        long deadline = System.nanoTime() + SETTLES_WITHIN.toNanos();
        try (java.sql.Connection connection = database();
                Statement statement = connection.createStatement()) {
            while (System.nanoTime() < deadline) {
                try (ResultSet row = statement.executeQuery(sql.toString())) {
                    if (row.next() && !row.getBoolean(1)) {
                        return;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
            }
        }
        throw new IllegalStateException("samples were not settled within " + SETTLES_WITHIN);
    }

    @Override
    public void close() {
        context.close();
    }
}
