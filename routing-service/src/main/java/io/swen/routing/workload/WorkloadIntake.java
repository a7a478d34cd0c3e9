package io.swen.routing.workload;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.event.EventLog;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.routing.metric.RoutingMetric;
import io.swen.routing.workload.Submission.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;

/** Collects submissions and has a few writers store them in batches; each is answered once its batch is committed. */
@Component
class WorkloadIntake implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WorkloadIntake.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofMillis(200);

    private final IntakeStore store;
    private final IntakeProperties properties;
    private final WorkloadArrivals arrivals;
    private final EventLog events;
    private final AuditLog audit;
    private final BlockingQueue<Submission> queue;
    private final DistributionSummary batchSizes;
    private final List<Thread> writers = new ArrayList<>();
    private volatile boolean running;

    WorkloadIntake(
            IntakeStore store,
            IntakeProperties properties,
            WorkloadArrivals arrivals,
            EventLog events,
            AuditLog audit,
            MeterRegistry metrics) {
        this.store = store;
        this.properties = properties;
        this.arrivals = arrivals;
        this.events = events;
        this.audit = audit;
        this.queue = new ArrayBlockingQueue<>(properties.queue());
        this.batchSizes = DistributionSummary.builder(RoutingMetric.INTAKE_BATCH.id())
                .baseUnit("workloads")
                .register(metrics);
        Gauge.builder(RoutingMetric.INTAKE_QUEUE.id(), queue, BlockingQueue::size)
                .register(metrics);
    }

    /**
     * Waits until the submission is durable, or until it is known why it is not.
     *
     * @throws ProblemException when the queue is full (429) or no writer got to it in time (503)
     */
    Outcome submit(Submission submission) {
        if (!queue.offer(submission)) {
            throw ProblemException.retryLater(
                    ErrorCode.TOO_MANY_REQUESTS, "more workloads arrive than can be stored; try again", RETRY_AFTER);
        }
        try {
            return submission.outcome().get(properties.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw ProblemException.retryLater(
                    ErrorCode.UNAVAILABLE,
                    "it is not known yet whether the workload was stored; repeat the request with the same id or key",
                    RETRY_AFTER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.retryLater(ErrorCode.UNAVAILABLE, "the service is stopping", RETRY_AFTER);
        } catch (ExecutionException e) {
            throw new IllegalStateException("outcomes are values, not exceptions", e);
        }
    }

    @Override
    public synchronized void start() {
        running = true;
        for (int i = 0; i < properties.writers(); i++) {
            // All requests wait for these, which must not wait for a carrier among the requests themselves.
            writers.add(
                    Thread.ofPlatform().name("intake-writer-" + i).daemon(true).start(this::write));
        }
    }

    /** Lets the writers finish what is queued; the web server has stopped taking requests before. */
    @Override
    public synchronized void stop() {
        running = false;
        for (Thread writer : writers) {
            try {
                writer.join(properties.patience());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        writers.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Below the web server's phase: started before it, stopped after it. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void write() {
        List<Submission> taken = new ArrayList<>(properties.batch());
        while (running || !queue.isEmpty()) {
            try {
                Submission first = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                taken.add(first);
                queue.drainTo(taken, properties.batch() - 1);
                // In one order everywhere, so that two writers with the same ids wait for each other instead of dying.
                taken.sort(Comparator.comparing(Submission::id));
                for (List<Submission> batch : withoutTwins(taken)) {
                    batchSizes.record(batch.size());
                    store(batch);
                }
                arrivals.raise(taken.size());
                events.wakeReaders();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                running = false;
            } finally {
                taken.clear();
            }
        }
    }

    /** Splits what was taken so that no batch has an id or a key twice, which one statement could not tell apart. */
    private static List<List<Submission>> withoutTwins(List<Submission> taken) {
        List<List<Submission>> batches = new ArrayList<>();
        List<Submission> left = taken;
        while (!left.isEmpty()) {
            List<Submission> batch = new ArrayList<>(left.size());
            List<Submission> later = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            for (Submission submission : left) {
                String key = submission.key();
                boolean twin =
                        !seen.add(submission.id()) || (key != null && !seen.add(submission.authorId() + " " + key));
                (twin ? later : batch).add(submission);
            }
            batches.add(batch);
            left = later;
        }
        return batches;
    }

    private void store(List<Submission> batch) {
        try {
            Set<String> stored = store.store(batch);
            for (Submission submission : batch) {
                submission
                        .outcome()
                        .complete(stored.contains(submission.id()) ? new Outcome.Stored() : store.whyNot(submission));
            }
        } catch (DataAccessResourceFailureException | TransientDataAccessException e) {
            LOG.warn("{} workloads could not be stored: {}", batch.size(), e.toString());
            fail(batch, audit.explain(e));
        } catch (RuntimeException e) {
            RuntimeException why = e instanceof DataAccessException failure ? audit.explain(failure) : e;
            if (batch.size() == 1 || why instanceof ProblemException) {
                LOG.warn("{} workloads could not be stored", batch.size(), e);
                fail(batch, why);
                return;
            }
            // One row spoiled the statement for all, such as a key that another writer stored at the same moment.
            LOG.debug("storing {} workloads one by one", batch.size(), e);
            for (Submission submission : batch) {
                store(List.of(submission));
            }
        }
    }

    private static void fail(List<Submission> batch, RuntimeException cause) {
        batch.forEach(submission -> submission.outcome().complete(new Outcome.Failed(cause)));
    }
}
