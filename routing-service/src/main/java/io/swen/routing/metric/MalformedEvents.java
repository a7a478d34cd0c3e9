package io.swen.routing.metric;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.event.CloudEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Counts and tells of events of other services that cannot be read. */
@Component
public class MalformedEvents {

    private static final Logger LOG = LoggerFactory.getLogger(MalformedEvents.class);

    private final MeterRegistry metrics;

    MalformedEvents(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** One is skipped: it will not get better by reading it again, and those behind it must not wait for it. */
    public void skip(CloudEvent event, RuntimeException why) {
        metrics.counter(RoutingMetric.MALFORMED_EVENTS.id(), "type", event.type())
                .increment();
        LOG.error("event {} of type {} is skipped: {}", event.id(), event.type(), why.getMessage());
    }
}
