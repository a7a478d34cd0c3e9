package io.swen.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * How many samples a second telemetry-service acknowledges as durable, brought over HTTP as JSON in batches of 1,000, beside a raw
 * COPY of as many of the same rows: into a table made like the one that the service writes (no index, logged), over as many
 * connections as the service writes with, each one COPY whose commit waits for the disk, from rows that were rendered beforehand.
 * Once in the text form that COPY has unless something else is said, which is the baseline, and once in the binary form, which is the
 * harder one and the one that the service uses itself. The load's requests are rendered beforehand too, but for their times.
 *
 * <p>Goal: at least 0.6 of the raw COPY. Settled is what can be read by series, with roll-ups: it counts the time until nothing waits;
 * beside it stands a COPY into a table with the same primary key, without roll-ups. The processor's time for a sample, of all processes
 * from the sender to the server, says the same where others use the machine too.
 */
public final class IngestBenchmark {

    private static final int ROUNDS = 5;
    private static final int SERIES = 10_000;
    private static final int CONNECTIONS = 16;
    private static final int WRITERS = 2;
    /** Enough for the compilers; whatever is brought has to be settled before the first round. */
    private static final long WARM_UP_BATCHES = 3_000;

    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration ROUND = Duration.ofSeconds(3);
    private static final long INDEXED_ROWS = 500_000;
    private static final double MICROS = 1e6;

    private record Round(
            double acknowledged,
            double settled,
            double text,
            double binary,
            double cpu,
            double textCpu,
            double binaryCpu) {

        double ratio() {
            return acknowledged / text;
        }
    }

    private final TelemetryUnderLoad service;
    private final java.sql.Connection database;

    private IngestBenchmark(TelemetryUnderLoad service, java.sql.Connection database) {
        this.service = service;
        this.database = database;
    }

    /** Prints a table of all rounds, and the medians in the last line. */
    public static void main(String[] arguments) {
        Measurement.program(IngestBenchmark::measure);
    }

    private static void measure(PrintStream out) throws IOException, InterruptedException, SQLException {
        try (TelemetryUnderLoad service = TelemetryUnderLoad.start(SERIES);
                java.sql.Connection database = service.database()) {
            new IngestBenchmark(service, database).measureAll(out);
        }
    }

    private void measureAll(PrintStream out) throws IOException, InterruptedException, SQLException {
        execute("create table bare (like metric_intake_0)");
        execute("create table indexed (like metric_intake_0, primary key (series, time))");
        service.bring(CONNECTIONS, WARM_UP, WARM_UP_BATCHES);
        service.settled();
        for (CopyForm form : CopyForm.values()) {
            copy("bare", form, WRITERS, 1_000_000);
        }
        List<Round> rounds = new ArrayList<>();
        out.println(
                "round  acknowledged/s  settled/s  COPY text/s  binary/s  ratio  cpu us a sample  of COPY text  binary");
        for (int i = 0; i < ROUNDS; i++) {
            Round round = round();
            rounds.add(round);
            out.printf(
                    Locale.ROOT,
                    "%5d  %14.0f  %9.0f  %11.0f  %8.0f  %5.2f  %15.2f  %12.2f  %6.2f%n",
                    i + 1,
                    round.acknowledged(),
                    round.settled(),
                    round.text(),
                    round.binary(),
                    round.ratio(),
                    round.cpu(),
                    round.textCpu(),
                    round.binaryCpu());
        }
        double indexed = copy("indexed", CopyForm.BINARY, 1, INDEXED_ROWS).perSecond();
        out.printf(
                Locale.ROOT,
                "ingest acknowledged_per_s=%.0f copy_per_s=%.0f ratio=%.2f binary_copy_per_s=%.0f binary_ratio=%.2f settled_per_s=%.0f"
                        + " indexed_copy_per_s=%.0f cpu_us=%.2f copy_cpu_us=%.2f binary_copy_cpu_us=%.2f%n",
                Measurement.median(rounds, Round::acknowledged),
                Measurement.median(rounds, Round::text),
                Measurement.median(rounds, Round::ratio),
                Measurement.median(rounds, Round::binary),
                Measurement.median(rounds, round -> round.acknowledged() / round.binary()),
                Measurement.median(rounds, Round::settled),
                indexed,
                Measurement.median(rounds, Round::cpu),
                Measurement.median(rounds, Round::textCpu),
                Measurement.median(rounds, Round::binaryCpu));
    }

    private Round round() throws IOException, InterruptedException, SQLException {
        double used = processorSeconds();
        long began = System.nanoTime();
        long rows = service.bring(CONNECTIONS, ROUND, Long.MAX_VALUE / 2);
        double acknowledged = rows / seconds(began);
        double cpu = (processorSeconds() - used) * MICROS / rows;
        service.settled();
        double settled = rows / seconds(began);
        Copied text = copy("bare", CopyForm.TEXT, WRITERS, rows);
        Copied binary = copy("bare", CopyForm.BINARY, WRITERS, rows);
        return new Round(
                acknowledged, settled, text.perSecond(), binary.perSecond(), cpu, text.cpuMicros(), binary.cpuMicros());
    }

    /** What this process and the server's processes have used, the server's only where it runs on this machine. */
    private double processorSeconds() throws SQLException {
        int backend = database.unwrap(PGConnection.class).getBackendPID();
        double server = ProcessHandle.of(backend).flatMap(ProcessHandle::parent).stream()
                .flatMap(ProcessHandle::children)
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .mapToDouble(used -> used.toNanos() / 1e9)
                .sum();
        double own = ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
        return server + own;
    }

    /** How a COPY went: rows a second, and microseconds of the processors a row. */
    private record Copied(double perSecond, double cpuMicros) {}

    /** Copies so many rows in all into an empty table; measured from the first byte to the last commit. */
    private Copied copy(String table, CopyForm form, int connections, long rows)
            throws SQLException, InterruptedException, IOException {
        execute("truncate " + table);
        List<java.sql.Connection> open = new ArrayList<>();
        List<byte[][]> blocks = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int i = 0; i < connections; i++) {
                // Counted with the server's processes: they stay until all is measured.
                open.add(service.database());
                blocks.add(form.render(service.base(), SERIES, i, connections, rows));
            }
            double used = processorSeconds();
            long began = System.nanoTime();
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                PGConnection connection = open.get(i).unwrap(PGConnection.class);
                byte[][] own = blocks.get(i);
                writers.add(threads.submit(() -> {
                    CopyIn copy = connection
                            .getCopyAPI()
                            .copyIn("copy " + table + " (time, series, value) from stdin" + form.options());
                    for (byte[] block : own) {
                        copy.writeToCopy(block, 0, block.length);
                    }
                    return copy.endCopy();
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            double perSecond = rows / seconds(began);
            // A server process takes what it used with it when its connection is closed.
            return new Copied(perSecond, (processorSeconds() - used) * MICROS / rows);
        } catch (ExecutionException failed) {
            throw new IOException("a COPY failed: " + failed.getCause(), failed);
        } finally {
            for (java.sql.Connection connection : open) {
                connection.close();
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
