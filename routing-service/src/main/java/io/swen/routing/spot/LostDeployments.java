package io.swen.routing.spot;

import io.swen.platform.client.SwenService;
import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventConsumer;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Hears from gitops-service that what ran is gone, which counts as a loss where no notice came before. */
@Component
class LostDeployments implements EventConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(LostDeployments.class);

    private final PoolRecorder recorder;

    LostDeployments(PoolRecorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public String name() {
        return "routing-spot-losses";
    }

    @Override
    public SwenService source() {
        return SwenService.GITOPS;
    }

    @Override
    public Set<String> types() {
        return Set.of("io.swen.DeploymentObserved");
    }

    @Override
    public void handle(CloudEvent event) {
        JsonNode data = event.data();
        if (!data.path("state").asString("").equals("lost")) {
            return;
        }
        try {
            recorder.lost(UUID.fromString(data.path("decision_id").asString("")));
        } catch (IllegalArgumentException e) {
            // Who follows the workload counts and tells of malformed events; they teach nothing about a pool.
            LOG.debug("event {} names no decision: {}", event.id(), e.getMessage());
        }
    }
}
