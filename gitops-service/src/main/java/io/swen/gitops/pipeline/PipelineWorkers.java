package io.swen.gitops.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.swen.gitops.change.ChangeKind;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.Failure;
import io.swen.gitops.change.GitopsMetric;
import io.swen.gitops.change.IllegalTransitionException;
import io.swen.gitops.change.LostLeaseException;
import io.swen.gitops.change.StageLease;
import io.swen.gitops.change.StageName;
import io.swen.gitops.change.StageQueue;
import io.swen.gitops.contract.Boundary;
import io.swen.gitops.control.Automation;
import io.swen.gitops.deploy.CloudException;
import io.swen.platform.trace.SpanName;
import io.swen.platform.trace.TracedWork;
import io.swen.platform.trace.Traces;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs the stages: each worker claims one at a time under a lease that is renewed while it runs. A worker that dies leaves
 * its lease to expire, and another takes the stage up again, until that has happened as often as a stage may fail.
 */
@Component
class PipelineWorkers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineWorkers.class);
    private static final int RENEWALS_A_LEASE = 3;
    private static final int TEARDOWN_PATIENCE = 10;
    /** After these the stage is run again. */
    private static final Set<String> GOES_ON = Set.of("again", "retry", "unwinding", "error");

    private final StageQueue queue;
    private final Changes changes;
    private final Unwinding unwinding;
    private final ApplyGate gate;
    private final Automation automation;
    private final PipelineProperties properties;
    private final MeterRegistry metrics;
    private final Boundary boundary;
    private final Traces traces;
    private final InstantSource wall = InstantSource.system();
    private final Map<ChangeKind, Map<StageName, StageHandler>> handlers = new EnumMap<>(ChangeKind.class);
    private final String owner = "gitops-" + UUID.randomUUID();
    private final Set<StageLease> held = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;
    private @Nullable ExecutorService runs;

    PipelineWorkers(
            StageQueue queue,
            Changes changes,
            Unwinding unwinding,
            ApplyGate gate,
            Automation automation,
            PipelineProperties properties,
            MeterRegistry metrics,
            Boundary boundary,
            Traces traces,
            List<StageHandler> handlers) {
        this.queue = queue;
        this.changes = changes;
        this.unwinding = unwinding;
        this.gate = gate;
        this.automation = automation;
        this.properties = properties;
        this.metrics = metrics;
        this.boundary = boundary;
        this.traces = traces;
        for (ChangeKind kind : ChangeKind.values()) {
            Map<StageName, StageHandler> ofKind = new EnumMap<>(StageName.class);
            handlers.stream()
                    .filter(handler -> handler.kind() == kind)
                    .forEach(handler -> ofKind.put(handler.stage(), handler));
            if (ofKind.size() != StageName.values().length) {
                throw new IllegalStateException(
                        "every stage of " + kind + " needs a handler, there are " + ofKind.keySet());
            }
            this.handlers.put(kind, ofKind);
        }
        for (StageName stage : StageName.values()) {
            // From the start, so that there is a line for each.
            time(stage, "done");
            time(stage, "failed");
        }
    }

    @Override
    public synchronized void start() {
        running = true;
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        runs = executor;
        for (int i = 0; i < properties.workers(); i++) {
            threads.add(Thread.ofVirtual().name("pipeline-" + i).start(() -> work(executor)));
        }
        threads.add(Thread.ofVirtual().name("pipeline-leases").start(this::renew));
    }

    @Override
    public synchronized void stop() {
        running = false;
        threads.forEach(Thread::interrupt);
        threads.clear();
        if (runs != null) {
            runs.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void work(ExecutorService executor) {
        while (running) {
            try {
                Optional<StageLease> lease = queue.claim(owner, properties.lease());
                if (lease.isPresent()) {
                    traced(lease.get(), executor);
                } else {
                    Thread.sleep(properties.poll());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                // Nobody would begin a worker again that an Error ended; the lease runs out and is counted.
                if (!running) {
                    return;
                }
                LOG.warn("the pipeline cannot go on at the moment: {}", e.toString());
                LOG.debug("a worker failed", e);
                pauseQuietly(properties.firstPause());
            }
        }
    }

    /** In the trace of whoever asked for the change; what only looks whether something has happened leaves no span. */
    private void traced(StageLease lease, ExecutorService executor) throws InterruptedException {
        TracedWork work = traces.span(SpanName.STAGE, lease.stage().id())
                .tag("change_id", lease.changeId().toString())
                .tag("stage", lease.stage().id())
                .tag("attempt", Integer.toString(lease.attempts()));
        String outcome = (lease.polled() ? work.quietlyUnder(lease.traceparent()) : work.under(lease.traceparent()))
                .call(() -> run(lease, executor));
        if ((lease.polled() || lease.attempts() > 1) && !GOES_ON.contains(outcome)) {
            traces.span(SpanName.WHOLE_STAGE, lease.stage().id())
                    .under(lease.traceparent())
                    .tag("change_id", lease.changeId().toString())
                    .tag("outcome", outcome)
                    .ended(wall.instant().minus(lease.age()));
        }
    }

    private String run(StageLease lease, ExecutorService executor) throws InterruptedException {
        held.add(lease);
        Timer.Sample sample = Timer.start(metrics);
        String outcome = "error";
        try {
            ChangeSnapshot change = changes.get(lease.changeId());
            if (lease.deaths() >= budget(change)) {
                outcome = giveUp(
                        lease,
                        change,
                        "worker-died",
                        "its worker ended " + lease.deaths() + " times in a row while it ran, without a result");
                return outcome;
            }
            StageHandler handler = handler(change, lease.stage());
            Duration timeout = handler.timeout() == null ? properties.stageTimeout() : handler.timeout();
            Future<StageResult> future = executor.submit(traces.carried(() -> attempt(change, lease, handler)));
            try {
                outcome = conclude(lease, future.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
                boundary.crossed(lease.stage().id() + "-recorded");
            } catch (TimeoutException e) {
                future.cancel(true);
                outcome = troubled(lease, new IllegalStateException("not finished within " + timeout, e));
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                if (cause instanceof Boundary.Killed) {
                    // As good as dead: the lease is left to expire, and whoever takes over finds what was recorded.
                    LOG.error("stage {} of change {} died", lease.stage().id(), lease.changeId(), cause);
                } else {
                    outcome = troubled(lease, cause);
                }
            }
        } catch (LostLeaseException | IllegalTransitionException overtaken) {
            LOG.info("{}", overtaken.getMessage());
        } finally {
            held.remove(lease);
            sample.stop(time(lease.stage(), outcome));
            if (lease.stage() == StageName.APPLY) {
                countApply(outcome);
            }
        }
        return outcome;
    }

    private Timer time(StageName stage, String outcome) {
        return metrics.timer(GitopsMetric.STAGE_RUNS.id(), "stage", stage.id(), "outcome", outcome);
    }

    /** What only waits for the cloud, or takes something back, is no result of an apply. */
    private void countApply(String outcome) {
        String result = switch (outcome) {
            case "done" -> "succeeded";
            case "retry" -> "retried";
            case "failed" -> "failed";
            default -> null;
        };
        if (result != null) {
            metrics.counter(GitopsMetric.APPLIES.id(), "outcome", result).increment();
        }
    }

    private StageHandler handler(ChangeSnapshot change, StageName stage) {
        StageHandler handler = handlers.getOrDefault(change.kind(), Map.of()).get(stage);
        if (handler == null) {
            throw new IllegalStateException("no handler of " + stage + " of " + change.kind());
        }
        return handler;
    }

    private StageResult attempt(ChangeSnapshot change, StageLease lease, StageHandler handler) {
        boundary.crossed(lease.stage().id() + "-claimed");
        StageResult result = step(change, lease, handler);
        boundary.crossed(lease.stage().id() + "-done");
        return result;
    }

    private StageResult step(ChangeSnapshot change, StageLease lease, StageHandler handler) {
        StageRun run = new StageRun(change, lease, changes, automation);
        StageResult held = gate.hold(run);
        if (held != null) {
            return held;
        }
        if (change.unwindTo() != null) {
            return unwinding.step(run)
                    ? new StageResult.Skipped(
                            switch (change.kind()) {
                                case TERRAFORM -> "nothing is taken back: what was done stands in Terraform's state";
                                case WORKLOADS -> "what was created is destroyed";
                                case POLICY -> "nothing was done that could be taken back";
                            })
                    : new StageResult.Again(properties.monitorPoll(), "waiting until what was created is gone");
        }
        return handler.run(run);
    }

    private String conclude(StageLease lease, StageResult result) {
        ChangeSnapshot change = changes.get(lease.changeId());
        if (change.unwindTo() != null) {
            return concludeUnwinding(lease, result);
        }
        switch (result) {
            case StageResult.Done(String summary) -> {
                changes.advance(lease, false, summary);
                LOG.info("stage {} of change {} is done: {}", lease.stage().id(), lease.changeId(), summary);
            }
            case StageResult.Skipped(String reason) -> {
                changes.advance(lease, true, reason);
                LOG.info("stage {} of change {} is left out: {}", lease.stage().id(), lease.changeId(), reason);
            }
            case StageResult.Again(Duration pause, String summary) -> queue.again(lease, pause, false, summary);
            case StageResult.Held(String summary) -> changes.awaitApproval(lease, summary);
            case StageResult.Expired(String detail) -> changes.expireBeforeApply(lease, detail);
            case StageResult.Finished(String merged, String summary) -> {
                changes.succeed(lease, merged, summary);
                LOG.info("change {} succeeded: {}", lease.changeId(), summary);
            }
            case StageResult.Failed(String code, String detail) ->
                fail(lease, new Failure(lease.stage(), code, detail));
        }
        return result.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private String concludeUnwinding(StageLease lease, StageResult result) {
        if (result instanceof StageResult.Skipped(String summary)) {
            changes.unwound(lease, summary);
            return "unwound";
        }
        // Also where the stage was still at work when it was told to take everything back.
        StageResult.Again again = result instanceof StageResult.Again asked
                ? asked
                : new StageResult.Again(properties.monitorPoll(), "what was created is being destroyed");
        queue.again(lease, again.pause(), false, again.summary());
        return "unwinding";
    }

    private void fail(StageLease lease, Failure failure) {
        changes.log(lease.changeId(), lease.stage(), "error", failure.code() + ": " + failure.detail());
        if (lease.stage().touchesTheCloud()) {
            changes.unwind(lease, failure);
            queue.again(lease, Duration.ZERO, false, failure.detail());
        } else {
            changes.fail(lease, failure);
        }
    }

    private String troubled(StageLease lease, Throwable trouble) {
        if (trouble instanceof LostLeaseException lost) {
            throw lost;
        }
        if (trouble instanceof IllegalTransitionException overtaken) {
            throw overtaken;
        }
        ChangeSnapshot change = changes.get(lease.changeId());
        // What an Error says means little without its class.
        String told =
                trouble.getMessage() == null || trouble instanceof Error ? trouble.toString() : trouble.getMessage();
        boolean hopeless =
                trouble instanceof CloudException cloud && !cloud.kind().isRetryable();
        int budget = budget(change);
        if ((!hopeless || change.unwindTo() != null) && lease.attempts() < budget) {
            Duration pause = pauseAfter(lease.attempts());
            LOG.warn(
                    "stage {} of change {} failed, attempt {} of {}, next in {}: {}",
                    lease.stage().id(),
                    lease.changeId(),
                    lease.attempts(),
                    budget,
                    pause,
                    told);
            LOG.debug("stage failed", trouble);
            changes.log(lease.changeId(), lease.stage(), "warning", "attempt " + lease.attempts() + ": " + told);
            queue.again(lease, pause, true, told);
            return "retry";
        }
        LOG.error("stage {} of change {} failed", lease.stage().id(), lease.changeId(), trouble);
        String code = trouble instanceof CloudException cloud ? cloud.kind().code() : "retries-exhausted";
        return giveUp(lease, change, code, told);
    }

    /** Giving up on taking something away leaves it to bill for ever, so that has more patience. */
    private int budget(ChangeSnapshot change) {
        return change.isTeardown() || change.unwindTo() != null
                ? properties.attempts() * TEARDOWN_PATIENCE
                : properties.attempts();
    }

    private String giveUp(StageLease lease, ChangeSnapshot change, String code, String why) {
        if (change.unwindTo() != null) {
            changes.unwound(lease, "not everything could be destroyed: " + why);
            return "stuck";
        }
        fail(lease, new Failure(lease.stage(), code, why));
        return "failed";
    }

    private Duration pauseAfter(int attempts) {
        Duration pause = properties.firstPause().multipliedBy(1L << Math.min(attempts - 1, 10));
        return pause.compareTo(properties.longestPause()) > 0 ? properties.longestPause() : pause;
    }

    private void renew() {
        while (running) {
            pauseQuietly(properties.lease().dividedBy(RENEWALS_A_LEASE));
            try {
                if (!held.isEmpty()) {
                    queue.renew(List.copyOf(held), properties.lease());
                }
            } catch (RuntimeException | Error e) {
                LOG.warn("leases could not be renewed: {}", e.toString());
            }
        }
    }

    private static void pauseQuietly(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
