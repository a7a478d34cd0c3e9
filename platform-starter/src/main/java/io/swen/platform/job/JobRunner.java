package io.swen.platform.job;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.swen.platform.metric.PlatformMetric;
import io.swen.platform.trace.SpanName;
import io.swen.platform.trace.Traces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;

/** Runs every {@link BackgroundJob} once the service is ready; a failure is logged and tried again after the usual time. */
class JobRunner implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

    private final ObjectProvider<BackgroundJob> jobs;
    private final MeterRegistry metrics;
    private final Traces traces;
    private final List<Thread> threads = new ArrayList<>();
    private boolean ready;
    private volatile boolean running;

    JobRunner(ObjectProvider<BackgroundJob> jobs, MeterRegistry metrics, Traces traces) {
        this.jobs = jobs;
        this.metrics = metrics;
        this.traces = traces;
    }

    @EventListener(ApplicationReadyEvent.class)
    synchronized void begin() {
        ready = true;
        if (running) {
            launch();
        }
    }

    private void launch() {
        jobs.orderedStream().filter(BackgroundJob::enabled).forEach(job -> {
            // From the start, so that the first failure is an increase.
            time(job, false);
            time(job, true);
            threads.add(Thread.ofVirtual().name("job-" + job.name()).start(() -> loop(job)));
        });
    }

    @Override
    public synchronized void start() {
        running = true;
        if (ready) {
            launch();
        }
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

    private void loop(BackgroundJob job) {
        try {
            boolean failing = false;
            while (running) {
                long started = System.nanoTime();
                failing = once(job, failing);
                Duration left = job.interval().minusNanos(System.nanoTime() - started);
                Thread.sleep(jittered(left.compareTo(SHORTEST_PAUSE) > 0 ? left : SHORTEST_PAUSE));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a job and returns whether it failed; a row of failures is told at its beginning and its end only. */
    private boolean once(BackgroundJob job, boolean failedBefore) throws InterruptedException {
        long started = System.nanoTime();
        boolean failed = false;
        try {
            traces.span(SpanName.JOB, job.name()).tag("job", job.name()).run(job::run);
            if (failedBefore) {
                LOG.info("{} works again", job.name());
            }
        } catch (RuntimeException e) {
            if (!running) {
                return false;
            }
            failed = true;
            if (!failedBefore) {
                LOG.warn("{} failed, it is tried again every {}: {}", job.name(), job.interval(), e.toString());
            }
            LOG.debug("{} failed", job.name(), e);
        }
        time(job, failed).record(Duration.ofNanos(System.nanoTime() - started));
        return failed;
    }

    private Timer time(BackgroundJob job, boolean failed) {
        return metrics.timer(PlatformMetric.JOBS.id(), "job", job.name(), "outcome", failed ? "failed" : "done");
    }

    /** A tenth more or less, so that jobs of many instances do not march in step. */
    private static Duration jittered(Duration pause) {
        return Duration.ofNanos(
                (long) (pause.toNanos() * ThreadLocalRandom.current().nextDouble(0.9, 1.1)));
    }
}
