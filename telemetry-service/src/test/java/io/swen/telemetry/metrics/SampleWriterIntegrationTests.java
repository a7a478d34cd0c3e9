package io.swen.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.swen.telemetry.metrics.SampleWriter.Outcome;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The way of samples into a PostgreSQL that this test may kill. */
class SampleWriterIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Instant BASE =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS);
    private static final int BATCH = 50;
    private static final int CLIENTS = 4;

    @TempDir
    private static Path folder;

    private static EmbeddedPostgres server;
    private static HikariDataSource database;

    private IntakeSegments segments;
    private SampleWriter writer;
    private Observers observers;
    private final List<SeriesPoint> observed = new ArrayList<>();
    private final SampleProperties properties =
            new Binder(new MapConfigurationPropertySource()).bindOrCreate("none", SampleProperties.class);

    @BeforeAll
    static void startTheServer() throws IOException {
        server = server(0);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        config.setConnectionTimeout(1_000);
        database = new HikariDataSource(config);
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .target("2")
                .load()
                .migrate();
    }

    @AfterAll
    static void stopTheServer() throws IOException {
        database.close();
        server.close();
    }

    @BeforeEach
    void start() {
        segments = new IntakeSegments(properties);
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("observer", (SampleObserver) points -> {
            synchronized (observed) {
                observed.addAll(points);
            }
        });
        observers = new Observers(beans.getBeanProvider(SampleObserver.class), properties, Clock.systemUTC());
        writer = new SampleWriter(database, segments, observers, properties, new SimpleMeterRegistry());
        observers.start();
        writer.start();
    }

    @AfterEach
    void stop() {
        writer.stop();
        observers.stop();
    }

    @Test
    void losesNothingThatWasAcknowledgedWhenTheDatabaseIsKilledAndGoesOnByItself() throws Exception {
        ConcurrentSkipListSet<Integer> acknowledged = new ConcurrentSkipListSet<>();
        ConcurrentLinkedQueue<Outcome> turnedAway = new ConcurrentLinkedQueue<>();
        AtomicInteger next = new AtomicInteger();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            SeriesEntry series = series(i + 1);
            clients.add(Thread.ofVirtual().start(() -> send(series, next, acknowledged, turnedAway)));
        }
        await().atMost(PATIENCE).until(() -> acknowledged.size() > 20);

        int port = server.getPort();
        kill();
        await().atMost(PATIENCE).until(() -> !turnedAway.isEmpty());
        int before = acknowledged.size();
        // The outage itself: the clients go on asking.
        await().pollDelay(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> turnedAway.size() > CLIENTS);
        assertThat(acknowledged.size() - before).isLessThanOrEqualTo(CLIENTS);
        // Lets go of the folder; there is nothing left to stop.
        server.close();
        server = server(port);
        await().atMost(PATIENCE).until(() -> acknowledged.size() > before + 20);
        clients.forEach(Thread::interrupt);
        for (Thread client : clients) {
            client.join(PATIENCE);
        }

        JdbcTemplate jdbc = new JdbcTemplate(database);
        List<Integer> stored = new ArrayList<>();
        for (int i = 0; i < IntakeSegments.COUNT; i++) {
            stored.addAll(jdbc.queryForList(
                    "select value::int from " + IntakeSegments.table(i) + " group by 1 having count(distinct time) = "
                            + BATCH,
                    Integer.class));
        }
        assertThat(stored).containsAll(acknowledged);
        assertThat(turnedAway).containsOnly(Outcome.DOWN);
    }

    @Test
    void sendsCallersAwayWhileTheIntakeIsTakenAndLetsThemInAgain() throws Exception {
        try (Connection settler = database.getConnection()) {
            settler.setAutoCommit(false);
            settler.createStatement()
                    .execute("select pg_advisory_xact_lock(" + IntakeSegments.LOCKS
                            + ", segment) from generate_series(0, " + (IntakeSegments.COUNT - 1) + ") as segment");
            assertThat(write(series(1), 1)).isEqualTo(Outcome.FULL);
            settler.rollback();
        }
        assertThat(write(series(1), 1)).isEqualTo(Outcome.DURABLE);
    }

    @Test
    void refusesToHoldMoreThanItsQueueTakes() throws Exception {
        SampleBatch tooMuch = batch();
        SeriesEntry series = series(1);
        for (int i = 0; i <= properties.queuedRows(); i++) {
            tooMuch.append(series, SampleBatch.micros(BASE) + i, i);
        }
        assertThat(writer.write(tooMuch).get()).isEqualTo(Outcome.FULL);
    }

    @Test
    void showsObserversWhatIsDurableInTheOrderOfTimeAndNothingLate() throws Exception {
        SeriesEntry series = series(1);
        for (int minute : new int[] {1, 3, 2, 3, 4}) {
            SampleBatch batch = batch();
            batch.append(series, SampleBatch.micros(BASE.plusSeconds(minute * 60L)), minute);
            assertThat(writer.write(batch).get()).isEqualTo(Outcome.DURABLE);
        }
        SampleBatch history = batch();
        history.append(series(2), SampleBatch.micros(BASE.minus(20, ChronoUnit.DAYS)), 9);
        assertThat(writer.write(history).get()).isEqualTo(Outcome.DURABLE);
        await().atMost(PATIENCE).untilAsserted(() -> {
            synchronized (observed) {
                assertThat(observed.stream().map(SeriesPoint::value)).containsExactly(1.0, 3.0, 4.0);
            }
        });
    }

    private void send(
            SeriesEntry series,
            AtomicInteger next,
            ConcurrentSkipListSet<Integer> acknowledged,
            ConcurrentLinkedQueue<Outcome> turnedAway) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                int number = next.incrementAndGet();
                Outcome outcome = write(series, number);
                if (outcome == Outcome.DURABLE) {
                    acknowledged.add(number);
                } else {
                    turnedAway.add(outcome);
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Outcome write(SeriesEntry series, int number) throws Exception {
        SampleBatch batch = batch();
        for (int i = 0; i < BATCH; i++) {
            batch.append(series, SampleBatch.micros(BASE.plusMillis(number * 1_000L + i)), number);
        }
        return writer.write(batch).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static SampleBatch batch() {
        return new SampleBatch(null, Instant.EPOCH, Instant.now().plusSeconds(3_600), new NoLookup());
    }

    private static SeriesEntry series(long id) {
        return new SeriesEntry(
                new Series(id, "load", "1", "research", "dev", new TreeMap<>(), false), SeriesEntry.NEVER);
    }

    private static EmbeddedPostgres server(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "off");
        return port == 0 ? builder.start() : builder.setPort(port).start();
    }

    /** As {@code kill -9} does; what it had not written to its files yet is gone. */
    private static void kill() throws IOException {
        Path pidFile = folder.resolve("data").resolve("postmaster.pid");
        ProcessHandle postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(pidFile).getFirst().strip()))
                .orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
        all.add(postmaster);
        all.forEach(ProcessHandle::destroyForcibly);
        await().atMost(PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        Files.delete(pidFile);
    }

    private static final class NoLookup implements SeriesLookup {

        @Override
        public @Nullable SeriesEntry known(SeriesKey key) {
            return null;
        }

        @Override
        public List<Answer> resolve(
                List<SeriesKey> keys, BiFunction<@Nullable String, @Nullable String, @Nullable Refusal> forbidden) {
            return List.of();
        }
    }
}
