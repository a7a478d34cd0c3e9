package io.swen.cli.observability;

import java.util.Map;

/**
 * A span as it came over the wire.
 *
 * @param parentId empty for a root
 * @param service without {@code -service}
 * @param startNanos since the epoch
 */
record ReceivedSpan(
        String traceId,
        String spanId,
        String parentId,
        String service,
        String name,
        long startNanos,
        long endNanos,
        boolean failed,
        Map<String, String> attributes) {

    ReceivedSpan {
        attributes = Map.copyOf(attributes);
    }

    double millis() {
        return (endNanos - startNanos) / 1e6;
    }

    boolean has(String key, String value) {
        return value.equals(attributes.get(key));
    }
}
