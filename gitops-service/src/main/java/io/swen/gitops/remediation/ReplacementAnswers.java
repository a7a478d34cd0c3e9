package io.swen.gitops.remediation;

import io.swen.platform.client.SwenService;
import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventConsumer;
import io.swen.platform.event.EventLog;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Hears what routing-service decided on a request; the change itself comes by the usual way. */
@Component
class ReplacementAnswers implements EventConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(ReplacementAnswers.class);

    private final RemediationStore store;
    private final RemediationSteps steps;
    private final EventLog events;
    private final Clock clock;

    ReplacementAnswers(RemediationStore store, RemediationSteps steps, EventLog events, Clock clock) {
        this.store = store;
        this.steps = steps;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "gitops-replacements";
    }

    @Override
    public SwenService source() {
        return SwenService.ROUTING;
    }

    @Override
    public Set<String> types() {
        return Set.of("io.swen.ReplacementDecided");
    }

    @Override
    public void handle(CloudEvent event) {
        UUID request;
        Map<String, UUID> decided = new LinkedHashMap<>();
        try {
            request = UUID.fromString(event.data().path("request_id").asString(""));
            for (JsonNode placed : event.data().path("decided")) {
                decided.put(
                        placed.path("workload_id").asString(""),
                        UUID.fromString(placed.path("decision_id").asString("")));
            }
        } catch (IllegalArgumentException e) {
            LOG.error("event {} is skipped: {}", event.id(), e.getMessage());
            return;
        }
        Map<String, Remediation> waiting = store.lockRequested(request);
        Instant now = clock.instant();
        RemediationSteps.Work work = new RemediationSteps.Work(now);
        for (JsonNode placed : event.data().path("decided")) {
            String workload = placed.path("workload_id").asString("");
            Remediation remediation = waiting.remove(workload);
            UUID decision = decided.get(workload);
            if (remediation != null && decision != null) {
                steps.decided(remediation, decision, placed.path("offer_id").asString(""), work);
            }
        }
        for (JsonNode refused : event.data().path("refused")) {
            Remediation remediation = waiting.remove(refused.path("workload_id").asString(""));
            if (remediation != null) {
                steps.refused(remediation, refused.path("why").asString("no reason was given"), work);
            }
        }
        waiting.values().forEach(left -> steps.refused(left, "routing-service's answer says nothing of it", work));
        work.store(store, events);
    }
}
