package io.swen.platform.notification;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.metric.Declared;
import io.swen.platform.metric.PlatformMetric;
import java.util.Set;

/** Measures what waits to be delivered, and how attempts to deliver go; each line is there from the start, so that the first failure is an increase. */
public final class DeliveryMeters {

    private final MeterRegistry metrics;
    private final Declared attempts;

    /** @param attempts a counter by {@code receiver} and {@code outcome}: sent or failed */
    public DeliveryMeters(MeterRegistry metrics, Declared attempts, DeliveryQueue queue, Set<String> receivers) {
        this.metrics = metrics;
        this.attempts = attempts;
        Gauge.builder(PlatformMetric.NOTIFICATIONS_WAITING.id(), queue, DeliveryQueue::waiting)
                .register(metrics);
        receivers.forEach(receiver -> {
            count(receiver, true);
            count(receiver, false);
        });
    }

    /** Counts an attempt. */
    public void attempted(String receiver, boolean sent) {
        count(receiver, sent).increment();
    }

    private Counter count(String receiver, boolean sent) {
        return metrics.counter(attempts.id(), "receiver", receiver, "outcome", sent ? "sent" : "failed");
    }
}
