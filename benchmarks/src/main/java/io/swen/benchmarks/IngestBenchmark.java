package io.swen.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * How many samples a second telemetry-service acknowledges as durable, brought over HTTP as JSON in batches of 1,000, beside a bare
 * COPY (binary, one connection, prepared beforehand, a table without an index) of as many rows into the same server; in turn.
 *
 * <p>Goal: at least 0.6 of the bare COPY. Settled is what can be read, with roll-ups: it counts the time until nothing waits. The
 * processor's time for a sample, of all processes from the sender to the server, says the same where others use the machine too.
 */
public final class IngestBenchmark {

    private static final int ROUNDS = 5;
    private static final int SERIES = 10_000;
    private static final int CONNECTIONS = 16;
    private static final Duration WARM_UP = Duration.ofSeconds(25);
    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final double MICROS = 1e6;
    private static final int ROW = 38;
    private static final int ROWS = 8_192;
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private record Round(double acknowledged, double settled, double copied, double cpu, double copyCpu) {

        double ratio() {
            return acknowledged / copied;
        }
    }

    private IngestBenchmark() {}

    /** Prints a table of all rounds, and the medians in the last line. */
    public static void main(String[] arguments) {
        Measurement.program(IngestBenchmark::measure);
    }

    private static void measure(PrintStream out) throws IOException, InterruptedException, SQLException {
        try (TelemetryUnderLoad service = TelemetryUnderLoad.start(SERIES);
                java.sql.Connection database = service.database()) {
            try (Statement statement = database.createStatement()) {
                statement.execute("create table bare (time timestamptz not null, series bigint not null,"
                        + " value double precision not null)");
            }
            service.bring(CONNECTIONS, WARM_UP, Long.MAX_VALUE / 2);
            service.settled();
            copy(database, 1_000_000);
            List<Round> rounds = new ArrayList<>();
            out.println("round  acknowledged/s  settled/s  bare COPY/s  ratio  cpu us a sample  of COPY");
            for (int i = 0; i < ROUNDS; i++) {
                Round round = round(service, database);
                rounds.add(round);
                out.printf(
                        Locale.ROOT,
                        "%5d  %14.0f  %9.0f  %11.0f  %5.2f  %15.2f  %7.2f%n",
                        i + 1,
                        round.acknowledged(),
                        round.settled(),
                        round.copied(),
                        round.ratio(),
                        round.cpu(),
                        round.copyCpu());
            }
            out.printf(
                    Locale.ROOT,
                    "ingest acknowledged_per_s=%.0f settled_per_s=%.0f copy_per_s=%.0f ratio=%.2f cpu_us=%.2f copy_cpu_us=%.2f%n",
                    Measurement.median(rounds, Round::acknowledged),
                    Measurement.median(rounds, Round::settled),
                    Measurement.median(rounds, Round::copied),
                    Measurement.median(rounds, Round::ratio),
                    Measurement.median(rounds, Round::cpu),
                    Measurement.median(rounds, Round::copyCpu));
        }
    }

    private static Round round(TelemetryUnderLoad service, java.sql.Connection database)
            throws IOException, InterruptedException, SQLException {
        double used = processorSeconds(database);
        long began = System.nanoTime();
        long rows = service.bring(CONNECTIONS, ROUND, Long.MAX_VALUE / 2);
        double acknowledged = rows / seconds(began);
        double cpu = (processorSeconds(database) - used) * MICROS / rows;
        service.settled();
        double settled = rows / seconds(began);
        used = processorSeconds(database);
        double copied = copy(database, rows);
        return new Round(acknowledged, settled, copied, cpu, (processorSeconds(database) - used) * MICROS / rows);
    }

    /** What this process and the server's processes have used, the server's only where it runs on this machine. */
    private static double processorSeconds(java.sql.Connection database) throws SQLException {
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

    private static double copy(java.sql.Connection database, long rows) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute("truncate bare");
        }
        ByteBuffer buffer = ByteBuffer.allocate(ROW * ROWS);
        for (int i = 0; i < ROWS; i++) {
            buffer.putShort((short) 3).putInt(8).putLong(800_000_000_000_000L + i / 1_000 * 10_000_000L);
            buffer.putInt(8).putLong(i % SERIES + 1).putInt(8).putDouble(i % 100 / 3.0);
        }
        byte[] block = buffer.array();
        long began = System.nanoTime();
        CopyIn copy = database.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy bare (time, series, value) from stdin (format binary)");
        copy.writeToCopy(HEADER, 0, HEADER.length);
        for (long sent = 0; sent < rows; sent += ROWS) {
            copy.writeToCopy(block, 0, (int) Math.min(ROWS, rows - sent) * ROW);
        }
        copy.writeToCopy(new byte[] {-1, -1}, 0, 2);
        copy.endCopy();
        return rows / seconds(began);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
