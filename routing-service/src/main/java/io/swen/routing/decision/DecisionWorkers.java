package io.swen.routing.decision;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.thread.BackgroundThreads;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.metric.RoutingMetric;
import io.swen.routing.reservation.Reservations;
import io.swen.routing.workload.WorkloadArrivals;
import io.swen.routing.workload.Workloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Works the queue off; the queue is the table, so that nothing is lost with a process and two instances may share it. */
@Component
class DecisionWorkers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionWorkers.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final Decider decider;
    private final OfferIndexes indexes;
    private final Reservations reservations;
    private final WorkloadArrivals arrivals;
    private final DecisionProperties properties;
    private final Semaphore signal = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    DecisionWorkers(
            Decider decider,
            OfferIndexes indexes,
            Reservations reservations,
            WorkloadArrivals arrivals,
            DecisionProperties properties,
            Workloads workloads,
            HandoverStore handovers,
            MeterRegistry metrics) {
        this.decider = decider;
        this.indexes = indexes;
        this.reservations = reservations;
        this.arrivals = arrivals;
        this.properties = properties;
        arrivals.onArrival(this::wake);
        indexes.onChange(this::wake);
        Gauge.builder(RoutingMetric.DECISION_QUEUE.id(), workloads, Workloads::waiting)
                .register(metrics);
        Gauge.builder(RoutingMetric.HANDOVER_QUEUE.id(), handovers, HandoverStore::waiting)
                .register(metrics);
    }

    private void wake() {
        if (signal.availablePermits() < properties.workers()) {
            signal.release();
        }
    }

    @Override
    public synchronized void start() {
        running = true;
        for (int i = 0; i < properties.workers(); i++) {
            boolean first = i == 0;
            // Deciding computes all the time, and a virtual thread that does so keeps its carrier from the requests.
            // These also wait for requests: a submission is answered at once, its decision may follow.
            threads.add(BackgroundThreads.of("decisions-" + i, () -> run(first)));
        }
        threads.forEach(Thread::start);
    }

    @Override
    public synchronized void stop() {
        running = false;
        threads.forEach(Thread::interrupt);
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Only the first worker tries what was unplaceable again, so that new workloads always find another at hand. */
    private void run(boolean retries) {
        Duration pause = properties.look();
        while (running) {
            try {
                long began = System.nanoTime();
                int decided = turn(retries);
                // While many submit, they are answered first; the decisions follow.
                arrivals.giveWay(System.nanoTime() - began, properties.shareInCrowd());
                pause = properties.look();
                if (decided == 0 && signal.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.trace("woken");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (!running) {
                    return;
                }
                LOG.warn("deciding cannot go on at the moment, next try in {}: {}", pause, e.toString());
                LOG.debug("deciding failed", e);
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    private int turn(boolean retries) {
        if (!reservations.isReady()) {
            return 0;
        }
        return switch (indexes.state()) {
            case OfferIndexes.State.Unusable unusable -> 0;
            case OfferIndexes.State.Usable usable -> {
                int decided = decider.decideWaiting(usable);
                yield decided == 0 && retries ? decider.retryUnplaceable(usable) : decided;
            }
        };
    }
}
