package io.swen.benchmarks;

import io.swen.platform.test.PostgresServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a benchmark with servers of its own does, and how it is run as a program. */
@FunctionalInterface
interface Measurement {

    void run(PrintStream out) throws IOException, InterruptedException, SQLException;

    /** Runs it and ends the process, with 1 where it failed. */
    static void program(Measurement measurement) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // Before the first database is asked for.
        System.setProperty(PostgresServer.DURABLE, "true");
        int exit = 1;
        try {
            measurement.run(out);
            exit = 0;
        } catch (IOException | SQLException | RuntimeException failed) {
            out.println("the measurement failed: " + failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        // The servers' threads would keep the process alive.
        System.exit(exit);
    }

    static <R> double median(List<R> rounds, ToDoubleFunction<R> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
