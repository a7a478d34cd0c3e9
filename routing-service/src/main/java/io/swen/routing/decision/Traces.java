package io.swen.routing.decision;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Carries the trace of a submission on into the background work that follows from it. */
final class Traces {

    private static final int PARTS = 4;

    private Traces() {}

    /** Runs something under the trace of a W3C traceparent, if there is one. */
    static void within(@Nullable String traceparent, Runnable work) {
        String[] parts = traceparent == null ? new String[0] : traceparent.split("-", -1);
        if (parts.length != PARTS) {
            work.run();
            return;
        }
        try (MDC.MDCCloseable trace = MDC.putCloseable("traceId", parts[1]);
                MDC.MDCCloseable span = MDC.putCloseable("spanId", parts[2])) {
            work.run();
        }
    }
}
