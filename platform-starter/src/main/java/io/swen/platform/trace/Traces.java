package io.swen.platform.trace;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Opens spans for work that no framework sees, and carries traces on through what is stored: rows keep the W3C traceparent of the
 * span that wrote them, and whoever takes them up goes on under it.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">traceparent</a>
 */
public final class Traces {

    private static final String TRACEPARENT = "traceparent";
    private static final int LENGTH = 55;

    private final Tracer tracer;
    private final Propagator propagator;

    public Traces(Tracer tracer, Propagator propagator) {
        this.tracer = tracer;
        this.propagator = propagator;
    }

    /** For code that runs outside of a service: nothing is traced. */
    public static Traces none() {
        return new Traces(Tracer.NOOP, Propagator.NOOP);
    }

    /** The traceparent of the span at hand, with whether it is sampled; null where there is no span. */
    public @Nullable String current() {
        TraceContext context = tracer.currentTraceContext().context();
        if (context == null) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        propagator.inject(context, headers, (carrier, key, value) -> {
            if (carrier != null) {
                carrier.put(key, value);
            }
        });
        return headers.get(TRACEPARENT);
    }

    /** The same work for another thread, which then belongs to the span and the log labels at hand. */
    public <T extends @Nullable Object> Callable<T> carried(Callable<T> work) {
        Span span = tracer.currentSpan();
        Map<String, String> labels = MDC.getCopyOfContextMap();
        return () -> {
            if (labels != null) {
                MDC.setContextMap(labels);
            }
            try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
                return work.call();
            } finally {
                MDC.clear();
            }
        };
    }

    /** Work that is to have a span; {@code about} follows the name and has few values. */
    public TracedWork span(SpanName name, String about) {
        return new TracedWork(this, name, about);
    }

    Tracer tracer() {
        return tracer;
    }

    Span.Builder builder(@Nullable String traceparent) {
        return traceparent == null
                ? tracer.spanBuilder()
                : propagator.extract(
                        Map.of(TRACEPARENT, traceparent), (carrier, key) -> carrier == null ? null : carrier.get(key));
    }

    static @Nullable String unsampled(@Nullable String traceparent) {
        return traceparent == null || traceparent.length() != LENGTH
                ? traceparent
                : traceparent.substring(0, LENGTH - 2) + "00";
    }
}
