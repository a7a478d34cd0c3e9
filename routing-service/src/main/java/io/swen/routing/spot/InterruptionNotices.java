package io.swen.routing.spot;

import io.swen.platform.client.SwenService;
import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventConsumer;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Hears from telemetry-service that a provider will take an instance back. */
@Component
class InterruptionNotices implements EventConsumer {

    private final PoolRecorder recorder;

    InterruptionNotices(PoolRecorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public String name() {
        return "routing-spot-notices";
    }

    @Override
    public SwenService source() {
        return SwenService.TELEMETRY;
    }

    @Override
    public Set<String> types() {
        return Set.of("io.swen.InterruptionNoticed");
    }

    /** A cloud may take thousands of instances back at one moment, within a notice of two minutes. */
    @Override
    public int together() {
        return 50;
    }

    @Override
    public void handle(CloudEvent event) {
        JsonNode workload = event.data().path("workload");
        if (event.data().path("kind").asString("").equals("interruption") && workload.isString()) {
            recorder.noticed(workload.asString());
        }
    }
}
