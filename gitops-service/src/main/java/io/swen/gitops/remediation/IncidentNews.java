package io.swen.gitops.remediation;

import io.swen.platform.client.SwenService;
import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventConsumer;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Hears of incidents: they are linked with what is remedied where they are, and one of a region may be a reason to leave it. */
@Component
class IncidentNews implements EventConsumer {

    static final String TYPE = "io.swen.IncidentChanged";

    private static final Logger LOG = LoggerFactory.getLogger(IncidentNews.class);

    private final KnownIncidents incidents;
    private final RemediationProperties properties;
    private final Clock clock;

    IncidentNews(KnownIncidents incidents, RemediationProperties properties, Clock clock) {
        this.incidents = incidents;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "gitops-incidents";
    }

    @Override
    public SwenService source() {
        return SwenService.TELEMETRY;
    }

    @Override
    public Set<String> types() {
        return Set.of(TYPE);
    }

    @Override
    public void handle(CloudEvent event) {
        JsonNode data = event.data();
        KnownIncidents.Incident incident;
        Instant opened;
        Instant resolved;
        try {
            incident = new KnownIncidents.Incident(
                    UUID.fromString(data.path("id").asString("")),
                    optional(data, "provider"),
                    optional(data, "region"),
                    data.path("severity").asString(""),
                    data.path("title").asString(""));
            opened = Instant.parse(data.path("opened_at").asString(""));
            String at = optional(data, "resolved_at");
            resolved = at == null ? null : Instant.parse(at);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            LOG.error("event {} is skipped: {}", event.id(), e.getMessage());
            return;
        }
        if (!incidents.told(incident, data.path("scope").asString(""), opened, resolved, event.time())) {
            return;
        }
        String region = incident.region();
        if (resolved != null) {
            // A region that just came back may go again; nothing returns to it before it has stood for a while.
            incidents.reopenAt(incident.id(), clock.instant().plus(properties.minimumStay()));
        } else if (region != null) {
            incidents.linkOpen(incident.id(), region);
        }
    }

    private static @Nullable String optional(JsonNode data, String field) {
        JsonNode value = data.path(field);
        return value.isString() ? value.asString() : null;
    }
}
