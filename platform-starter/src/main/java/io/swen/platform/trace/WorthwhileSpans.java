package io.swen.platform.trace;

import io.micrometer.tracing.exporter.FinishedSpan;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import java.util.List;
import java.util.Map;

/** Keeps out of the exported traces what is asked all day long: the state of a service, its measurements and its event feed. */
final class WorthwhileSpans implements SpanExportingPredicate {

    /** How Spring's observations of servers and clients call an address. */
    private static final List<String> ADDRESSES = List.of("http.url", "uri");

    private static final List<String> POLLED = List.of("/actuator/", "/api/v1/events", "/simulator/clock");

    @Override
    public boolean isExportable(FinishedSpan span) {
        Map<String, String> tags = span.getTags();
        for (String key : ADDRESSES) {
            String address = tags.get(key);
            if (address != null && POLLED.stream().anyMatch(address::contains)) {
                return false;
            }
        }
        return true;
    }
}
