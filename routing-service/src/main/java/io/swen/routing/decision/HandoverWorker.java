package io.swen.routing.decision;

import io.swen.platform.thread.BackgroundThreads;
import io.swen.platform.trace.SpanName;
import io.swen.platform.trace.Traces;
import io.swen.routing.workload.WorkloadArrivals;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Claims due hand-overs and has a few sent at a time, by threads that let requests go first. */
@Component
class HandoverWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(HandoverWorker.class);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);

    private final HandoverStore handovers;
    private final HandoverSender sender;
    private final WorkloadArrivals arrivals;
    private final DecisionProperties properties;
    private final Traces traces;
    private final Semaphore free;
    private @Nullable Thread thread;
    private @Nullable ExecutorService senders;

    HandoverWorker(
            HandoverStore handovers,
            HandoverSender sender,
            WorkloadArrivals arrivals,
            DecisionProperties properties,
            Traces traces) {
        this.handovers = handovers;
        this.sender = sender;
        this.arrivals = arrivals;
        this.properties = properties;
        this.traces = traces;
        this.free = new Semaphore(properties.handovers());
    }

    @Override
    public synchronized void start() {
        AtomicInteger number = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(
                properties.handovers(), work -> BackgroundThreads.of("handover-" + number.getAndIncrement(), work));
        senders = executor;
        thread = Thread.ofVirtual().name("handovers").start(() -> run(executor));
    }

    /** What is under way is broken off; its lease runs out and it is sent again under the same key. */
    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
        if (senders != null) {
            senders.shutdownNow();
            senders = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void run(ExecutorService executor) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (!turn(executor)) {
                    TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False when there was nothing to do. */
    private boolean turn(ExecutorService executor) throws InterruptedException {
        free.acquire();
        int room = 1 + free.drainPermits();
        List<Handover> due = List.of();
        try {
            due = handovers.claim(room, properties.handoverLease());
        } catch (RuntimeException e) {
            LOG.warn("hand-overs cannot be claimed at the moment: {}", e.toString());
            TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE.toMillis());
        } finally {
            free.release(room - due.size());
        }
        for (Handover handover : due) {
            executor.execute(() -> {
                try {
                    send(handover);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    free.release();
                }
            });
        }
        return !due.isEmpty();
    }

    private void send(Handover handover) throws InterruptedException {
        long began = System.nanoTime();
        try {
            traces.span(SpanName.HAND_OVER, handover.kind().name().toLowerCase(Locale.ROOT))
                    .under(handover.traceparent())
                    .tag("workload_id", handover.workloadId())
                    .tag("attempt", Integer.toString(handover.attempts()))
                    .run(() -> sender.send(handover));
        } catch (RuntimeException e) {
            LOG.warn("{} is left to its lease: {}", handover.key(), e.toString());
        }
        // The share is one of all of them together.
        arrivals.giveWay((System.nanoTime() - began) * properties.handovers(), properties.shareInCrowd());
    }
}
