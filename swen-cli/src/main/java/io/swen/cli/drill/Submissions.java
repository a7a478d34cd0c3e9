package io.swen.cli.drill;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Submits small workloads one after the other and remembers which were acknowledged, and when. */
final class Submissions implements AutoCloseable {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(40);

    private final Gateway gateway;
    private final Clock clock;
    private final String run;
    private final Duration pause;
    private final Map<String, Instant> acknowledged = new ConcurrentSkipListMap<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private final List<String> refusals = new ArrayList<>();
    private volatile boolean running = true;
    private volatile boolean sameUntilTaken;
    private @Nullable Thread thread;

    Submissions(Gateway gateway, Clock clock, String run, Duration pause) {
        this.gateway = gateway;
        this.clock = clock;
        this.run = run;
        this.pause = pause;
    }

    /** From now on a refused submission is repeated with its key until it is taken, as a careful client does. */
    Submissions untilTaken() {
        sameUntilTaken = true;
        return this;
    }

    void submit(int many) throws InterruptedException {
        for (int i = 0; i < many; i++) {
            once();
        }
    }

    void start() {
        thread = Thread.ofVirtual().name("submissions").start(() -> {
            try {
                while (running) {
                    once();
                    TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void once() throws InterruptedException {
        int number = attempts.incrementAndGet();
        String id = "drill-" + run + "-" + number;
        UUID key = UUID.randomUUID();
        ObjectNode body = Json.object();
        body.put("id", id).put("team", "drill").put("environment", "dev").put("kind", "service");
        body.putObject("container").put("image", "ghcr.io/swen/demo:1.0").put("replicas", 1);
        body.put("cpu_cores", 1).put("memory_gb", 2).put("cost_sensitivity", 1.0);
        while (true) {
            try {
                gateway.post("/workload", body, key);
                acknowledged.put(id, clock.instant());
                return;
            } catch (CliException refused) {
                synchronized (refusals) {
                    refusals.add(clock.instant() + " " + id + ": " + refused.getMessage());
                }
                boolean already = refused.exitCode() == ExitCode.CONFLICT;
                if (!sameUntilTaken || !running || already) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    /** By id, when each was acknowledged. */
    Map<String, Instant> acknowledged() {
        return new TreeMap<>(acknowledged);
    }

    int attempts() {
        return attempts.get();
    }

    List<String> refusals() {
        synchronized (refusals) {
            return List.copyOf(refusals);
        }
    }

    @Override
    public void close() throws InterruptedException {
        running = false;
        Thread submitting = thread;
        if (submitting != null && !submitting.join(STOP_WITHIN)) {
            submitting.interrupt();
        }
    }
}
