package io.swen.platform.error;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.job.BackgroundJob;
import io.swen.platform.metric.PlatformMetric;
import io.swen.platform.redaction.Redaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the log says went wrong, and stores it every few seconds, so that to log never waits for the database. What is not
 * stored yet when a service is killed is lost here; it stands in the log.
 */
class ErrorGroups implements BackgroundJob {

    private static final Duration INTERVAL = Duration.ofSeconds(3);
    /** Kinds between two runs. */
    private static final int MOST_PENDING = 200;

    private static final int LONGEST_TEXT = 500;

    /** Errors of one kind that are not stored yet. */
    record Seen(
            Fingerprint fingerprint,
            String level,
            String logger,
            String message,
            String sample,
            @Nullable String traceId,
            long count,
            Instant first,
            Instant last) {

        private static Seen merged(Seen one, Seen other) {
            Seen newer = one.last().isAfter(other.last()) ? one : other;
            Seen older = newer == one ? other : one;
            return new Seen(
                    newer.fingerprint(),
                    newer.level(),
                    newer.logger(),
                    newer.message(),
                    newer.sample(),
                    newer.traceId() == null ? older.traceId() : newer.traceId(),
                    one.count() + other.count(),
                    one.first().isBefore(other.first()) ? one.first() : other.first(),
                    newer.last());
        }
    }

    private final ErrorStore store;
    private final Counter seen;
    private final Counter dropped;
    private final Map<String, Seen> pending = new ConcurrentHashMap<>();

    ErrorGroups(ErrorStore store, MeterRegistry metrics) {
        this.store = store;
        this.seen = metrics.counter(PlatformMetric.ERRORS_SEEN.id());
        this.dropped = metrics.counter(PlatformMetric.ERRORS_DROPPED.id());
    }

    void seen(ILoggingEvent event) {
        seen.increment();
        Fingerprint fingerprint = Fingerprint.of(event);
        if (pending.size() >= MOST_PENDING && !pending.containsKey(fingerprint.value())) {
            dropped.increment();
            return;
        }
        Instant at = event.getInstant();
        add(new Seen(
                fingerprint,
                event.getLevel().toString().toLowerCase(Locale.ROOT),
                event.getLoggerName(),
                told(event.getMessage()),
                told(sample(event)),
                event.getMDCPropertyMap().get("traceId"),
                1,
                at,
                at));
    }

    private void add(Seen one) {
        pending.merge(one.fingerprint().value(), one, Seen::merged);
    }

    private static String sample(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        return event.getThrowableProxy() == null
                ? message
                : message + ": " + event.getThrowableProxy().getClassName() + ": "
                        + event.getThrowableProxy().getMessage();
    }

    private static String told(String text) {
        String masked = Redaction.maskPersonal(Redaction.mask(text));
        return masked.length() > LONGEST_TEXT ? masked.substring(0, LONGEST_TEXT) : masked;
    }

    @Override
    public String name() {
        return "error-groups";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public void run() {
        List<Seen> taken = new ArrayList<>();
        for (String fingerprint : List.copyOf(pending.keySet())) {
            Seen one = pending.remove(fingerprint);
            if (one != null) {
                taken.add(one);
            }
        }
        if (taken.isEmpty()) {
            return;
        }
        try {
            store.add(taken);
        } catch (RuntimeException unstored) {
            taken.forEach(this::add);
            throw unstored;
        }
    }
}
