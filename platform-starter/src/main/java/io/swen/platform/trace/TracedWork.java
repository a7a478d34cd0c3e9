package io.swen.platform.trace;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Work that is to have a span of its own: what is known of it before it begins. */
public final class TracedWork {

    /** Tags that the log lines of the work carry as well, as {@code labels.*} of the Elastic Common Schema. */
    private static final Set<String> LOGGED = Set.of("workload_id", "change_id", "stage", "job", "consumer");

    /** Work that may fail in a way of its own. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object, E extends Exception> {
        T run() throws E;
    }

    /** The same without a result. */
    @FunctionalInterface
    public interface Task<E extends Exception> {
        void run() throws E;
    }

    private final Traces traces;
    private final SpanName name;
    private final String about;
    private final Map<String, String> tags = new LinkedHashMap<>();
    private @Nullable String parent;

    TracedWork(Traces traces, SpanName name, String about) {
        this.traces = traces;
        this.name = name;
        this.about = about;
    }

    /** Goes on in the trace of a stored W3C traceparent; with null, in that of the span at hand, or in a new one. */
    public TracedWork under(@Nullable String traceparent) {
        this.parent = traceparent;
        return this;
    }

    /** The same, without being sampled: its log lines and calls belong to the trace, and its span is not exported. */
    public TracedWork quietlyUnder(@Nullable String traceparent) {
        return under(Traces.unsampled(traceparent));
    }

    public TracedWork tag(String key, String value) {
        tags.put(key, value);
        return this;
    }

    /** Does the work within the span; what it throws is noted there and thrown on. */
    public <T extends @Nullable Object, E extends Exception> T call(Work<T, E> work) throws E {
        Span span = started(traces.builder(parent));
        List<MDC.MDCCloseable> labels = new ArrayList<>();
        tags.forEach((key, value) -> {
            if (LOGGED.contains(key)) {
                labels.add(MDC.putCloseable("labels." + key, value));
            }
        });
        try (Tracer.SpanInScope scope = traces.tracer().withSpan(span)) {
            return work.run();
        } catch (RuntimeException | Error failure) {
            span.error(failure);
            throw failure;
        } catch (Exception failure) {
            span.error(failure);
            throw failure;
        } finally {
            labels.forEach(MDC.MDCCloseable::close);
            span.end();
        }
    }

    /** Does the work within the span. */
    public <E extends Exception> void run(Task<E> task) throws E {
        this.<@Nullable Void, E>call(() -> {
            task.run();
            return null;
        });
    }

    /** Notes work that ended just now and had begun at a (wall) time. */
    public void ended(Instant begun) {
        started(traces.builder(parent)
                        .startTimestamp(
                                TimeUnit.SECONDS.toNanos(begun.getEpochSecond()) + begun.getNano(),
                                TimeUnit.NANOSECONDS))
                .end();
    }

    private Span started(Span.Builder builder) {
        builder.name(about.isEmpty() ? name.words() : name.words() + " " + about);
        Span.Kind kind = name.kind();
        if (kind != null) {
            builder.kind(kind);
        }
        tags.forEach(builder::tag);
        return builder.start();
    }
}
