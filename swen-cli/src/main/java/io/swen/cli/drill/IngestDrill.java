package io.swen.cli.drill;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Terminal;
import io.swen.cli.stack.Context;
import io.swen.cli.stack.Restart;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** {@code swen drill ingest}: brings samples while the database and then the service are killed, and looks for every one. */
@Command(
        name = "ingest",
        description =
                "Bring samples, kill PostgreSQL for a while and then telemetry-service, and look for every sample.",
        footer = {"", "The last line is 'ingest acknowledged=… lost=0 rejected=… recovered_s=…'."})
public final class IngestDrill implements Callable<Integer> {
    private static final int BATCH = 100;
    /** What one answer of a range query holds at most. */
    private static final int PAGE = 1_000;

    private static final Duration CALM = Duration.ofSeconds(8);
    private static final Duration PAUSE_BETWEEN = Duration.ofMillis(100);
    private static final Duration PAUSE_WHEN_REFUSED = Duration.ofMillis(500);
    private static final Duration RECOVERS_WITHIN = Duration.ofMinutes(2);
    private static final Duration SETTLES_WITHIN = Duration.ofMinutes(1);

    @Option(
            names = "--outage",
            defaultValue = "30",
            paramLabel = "SECONDS",
            description = "How long PostgreSQL is away (default 30).")
    long outage = 30;

    @Option(
            names = "--writers",
            defaultValue = "4",
            paramLabel = "N",
            description = "How many bring samples at the same time (default 4).")
    int writers = 4;

    private final Context context;
    private final Terminal terminal;

    public IngestDrill(Context context) {
        this.context = context;
        this.terminal = context.terminal();
    }

    /** One series and whoever brings its samples, each a second after the last and with its own number as its value. */
    private static final class Writer {
        private final String label;
        private final BitSet acknowledged = new BitSet();
        private int next;

        Writer(String label) {
            this.label = label;
        }

        ArrayNode batch(String name, Instant base) {
            ArrayNode samples = Json.array();
            for (int i = next; i < next + BATCH; i++) {
                samples.addObject()
                        .put("name", name)
                        .put("unit", "1")
                        .put("team", "drill")
                        .put("environment", "dev")
                        .put("time", base.plusSeconds(i).toString())
                        .put("value", i)
                        .putObject("labels")
                        .put("writer", label);
            }
            return samples;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Restart restart = new Restart(context);
        Gateway gateway = new Gateway(context, "operator");
        String name = "drill_" + UUID.randomUUID().toString().substring(0, 8);
        // The platform's time may run ahead of this machine's, never behind.
        Instant now = Instant.parse(
                Json.text(gateway.get("/telemetry"), "time", Instant.now().toString()));
        Instant base = now.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(10));
        AtomicInteger rejected = new AtomicInteger();
        AtomicLong lastAcknowledged = new AtomicLong(System.nanoTime());
        List<Writer> all = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            Writer writer = new Writer("w" + i);
            all.add(writer);
            threads.add(Thread.ofVirtual().start(() -> bring(gateway, writer, name, base, rejected, lastAcknowledged)));
        }
        TimeUnit.MILLISECONDS.sleep(CALM.toMillis());
        if (rejectedAtFirst(all)) {
            threads.forEach(Thread::interrupt);
            throw new CliException(
                    ExitCode.FAILED, "no sample was taken before anything was killed", "./swen logs telemetry");
        }
        restart.outage("postgres", Duration.ofSeconds(outage));
        Duration afterDatabase = recovered(lastAcknowledged);
        terminal.say("  samples are taken again after " + Terminal.readable(afterDatabase));
        TimeUnit.MILLISECONDS.sleep(CALM.toMillis());
        restart.kill("telemetry");
        Duration afterService = recovered(lastAcknowledged);
        terminal.say("  samples are taken again after " + Terminal.readable(afterService));
        TimeUnit.MILLISECONDS.sleep(CALM.toMillis());
        for (Thread thread : threads) {
            thread.interrupt();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long acknowledged = all.stream()
                .mapToLong(writer -> writer.acknowledged.cardinality())
                .sum();
        long lost = lost(gateway, all, name, base);
        terminal.print(String.format(
                Locale.ROOT,
                "ingest acknowledged=%d lost=%d rejected=%d recovered_s=%.1f",
                acknowledged,
                lost,
                rejected.get(),
                Math.max(afterDatabase.toMillis(), afterService.toMillis()) / 1000.0));
        return lost == 0 && acknowledged > 0 ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    private static boolean rejectedAtFirst(List<Writer> all) {
        return all.stream().allMatch(writer -> writer.next == 0);
    }

    private static void bring(
            Gateway gateway,
            Writer writer,
            String name,
            Instant base,
            AtomicInteger rejected,
            AtomicLong lastAcknowledged) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    JsonNode receipt = gateway.post(
                            "/api/v1/metrics",
                            Json.object().set("samples", writer.batch(name, base)),
                            UUID.randomUUID());
                    if (receipt.path("accepted").asInt() == BATCH) {
                        writer.acknowledged.set(writer.next, writer.next + BATCH);
                        writer.next += BATCH;
                        lastAcknowledged.set(System.nanoTime());
                    } else {
                        rejected.incrementAndGet();
                    }
                    TimeUnit.MILLISECONDS.sleep(PAUSE_BETWEEN.toMillis());
                } catch (CliException refused) {
                    // 429, 503, a broken connection: the same batch is brought again.
                    rejected.incrementAndGet();
                    TimeUnit.MILLISECONDS.sleep(PAUSE_WHEN_REFUSED.toMillis());
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the first acknowledgement from now on. */
    private static Duration recovered(AtomicLong lastAcknowledged) throws InterruptedException {
        long began = System.nanoTime();
        while (lastAcknowledged.get() - began < 0) {
            if (System.nanoTime() - began > RECOVERS_WITHIN.toNanos()) {
                throw new CliException(
                        ExitCode.TIMED_OUT,
                        "no sample was taken within " + RECOVERS_WITHIN.toSeconds() + " s",
                        "./swen logs telemetry");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static long lost(Gateway gateway, List<Writer> all, String name, Instant base) throws InterruptedException {
        long deadline = System.nanoTime() + SETTLES_WITHIN.toNanos();
        long lost;
        do {
            lost = 0;
            for (Writer writer : all) {
                lost += lost(gateway, writer, name, base);
            }
            if (lost > 0) {
                // What was acknowledged a moment ago is durable, but may not be settled yet.
                TimeUnit.SECONDS.sleep(1);
            }
        } while (lost > 0 && System.nanoTime() < deadline);
        return lost;
    }

    private static long lost(Gateway gateway, Writer writer, String name, Instant base) throws InterruptedException {
        BitSet missing = (BitSet) writer.acknowledged.clone();
        for (int from = 0; from < writer.next; from += PAGE) {
            JsonNode answer = gateway.get("/api/v1/metrics/query?name=" + name + "&label=writer%3D" + writer.label
                    + "&step=PT1S&aggregation=last&max_points=" + PAGE + "&from=" + base.plusSeconds(from) + "&to="
                    + base.plusSeconds(from + (long) PAGE));
            JsonNode values = answer.at("/series/0/values");
            for (int i = 0; i < values.size(); i++) {
                if (values.get(i).isNumber() && values.get(i).asInt() == from + i) {
                    missing.clear(from + i);
                }
            }
        }
        return missing.cardinality();
    }
}
