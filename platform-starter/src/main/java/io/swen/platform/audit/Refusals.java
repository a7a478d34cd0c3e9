package io.swen.platform.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.metric.PlatformMetric;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.RefusalListener;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes refused attempts behind the callers' backs: whoever floods the platform with them fills a bounded queue and costs
 * neither a request nor a connection each. What does not fit is counted, and the count gets a row.
 */
final class Refusals implements RefusalListener, SmartLifecycle {

    static final int CAPACITY = 2_000;
    static final String DROPPED = "audit.refusals_dropped";

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int BATCH = 200;
    private static final int LONGEST_PATH = 300;
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final AuditRows rows;
    private final TransactionOperations transaction;
    private final BlockingQueue<AuditRows.Pending> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong droppedSinceRow = new AtomicLong();
    private final Counter dropped;
    private final Counter written;
    private @Nullable Thread writer;
    private volatile boolean running;

    Refusals(AuditRows rows, TransactionOperations transaction, MeterRegistry metrics) {
        this.rows = rows;
        this.transaction = transaction;
        this.dropped = metrics.counter(PlatformMetric.AUDIT_REFUSALS_DROPPED.id());
        this.written = metrics.counter(PlatformMetric.AUDIT_REFUSALS_WRITTEN.id());
        Gauge.builder(PlatformMetric.AUDIT_REFUSALS_QUEUE.id(), queue, BlockingQueue::size)
                .register(metrics);
    }

    /** Never blocks. */
    void add(AuditEntry entry, AuditContext context) {
        if (!queue.offer(rows.pending(entry, context))) {
            dropped.increment();
            droppedSinceRow.incrementAndGet();
        }
    }

    @Override
    public void refused(HttpServletRequest request, ErrorCode code) {
        AuditContext context = AuditContext.of(request);
        if (counts(request, code, context)) {
            String path = request.getRequestURI();
            String shown = path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH);
            add(
                    AuditEntry.of("request.refused", "request", request.getMethod() + " " + shown)
                            .outcome(AuditOutcome.REFUSED)
                            .change(null, Map.of("code", code.code())),
                    context);
        }
    }

    /** A wrong field is no attempt at anything, and asking without any token is how every browser begins. */
    private static boolean counts(HttpServletRequest request, ErrorCode code, AuditContext context) {
        return switch (code.status()) {
            case 401 ->
                code != ErrorCode.UNAUTHENTICATED
                        || request.getHeader("Authorization") != null
                        || request.getHeader("X-API-Key") != null;
            case 403, 429 -> true;
            // What somebody may not know of is answered as not there, so an attempt to change it may be one to break
            // in.
            case 404, 409, 412 -> context.actorId() != null && !SAFE.contains(request.getMethod());
            default -> false;
        };
    }

    @Override
    public synchronized void start() {
        running = true;
        writer = Thread.ofVirtual().name("audit-refusals").start(this::write);
    }

    @Override
    public synchronized void stop() {
        running = false;
        if (writer != null) {
            try {
                if (!writer.join(LAST_WORDS)) {
                    writer.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            writer = null;
        }
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
        List<AuditRows.Pending> batch = new ArrayList<>(BATCH);
        Duration pause = FIRST_PAUSE;
        while (running || !queue.isEmpty() || !batch.isEmpty()) {
            try {
                if (batch.isEmpty()) {
                    AuditRows.Pending first = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
                    if (first == null) {
                        continue;
                    }
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                }
                store(batch);
                batch.clear();
                pause = FIRST_PAUSE;
            } catch (org.springframework.dao.DataAccessException | TransactionException e) {
                if (!running) {
                    LOG.error(
                            "{} refused attempts could not be written to the audit log: {}",
                            batch.size(),
                            e.toString());
                    return;
                }
                LOG.warn("refused attempts cannot be written, next try in {}: {}", pause, e.toString());
                pause = sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static Duration sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Duration next = pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }

    private void store(List<AuditRows.Pending> batch) {
        long missing = droppedSinceRow.get();
        transaction.executeWithoutResult(status -> {
            rows.insert(batch);
            if (missing > 0) {
                AuditEntry sum = AuditEntry.of(DROPPED, "audit", "refusals")
                        .outcome(AuditOutcome.REFUSED)
                        .change(null, Map.of("attempts", missing));
                rows.insert(sum, AuditContext.BACKGROUND);
            }
        });
        droppedSinceRow.addAndGet(-missing);
        written.increment(batch.size());
    }
}
