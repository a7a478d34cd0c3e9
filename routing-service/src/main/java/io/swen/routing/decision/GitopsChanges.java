package io.swen.routing.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.SwenService;
import io.swen.routing.workload.WorkloadSpec;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** Asks gitops-service for changes. */
@Component
class GitopsChanges {

    /**
     * What {@code POST /api/v1/changes} takes.
     *
     * @param origin {@code remediation} where gitops-service asked for it; null for a decision
     * @param cause what gitops-service asked under, with that origin
     * @param retries the change that this is another try of
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChangeRequest(
            String environment,
            String team,
            Author author,
            String reason,
            List<Item> items,
            @Nullable String origin,
            @Nullable UUID cause,
            @Nullable UUID incidentId,
            @Nullable UUID retries) {}

    record Author(UUID actorId, String name) {}

    /**
     * One workload of a change.
     *
     * @param decision as it is stored: a JSON document that is only passed on
     */
    record Item(
            String action,
            String workloadId,
            @Nullable WorkloadSpec workload,
            @JsonRawValue @Nullable String decision) {}

    private final ObjectProvider<ServiceClients> clients;
    private final DecisionProperties properties;
    private volatile @Nullable RestClient client;

    GitopsChanges(ObjectProvider<ServiceClients> clients, DecisionProperties properties) {
        this.clients = clients;
        this.properties = properties;
    }

    /** Has a change made, once per key; returns its id. */
    UUID submit(ChangeRequest request, String key) {
        JsonNode change = client().post()
                .uri("/api/v1/changes")
                .contentType(MediaType.APPLICATION_JSON)
                .header("Idempotency-Key", key)
                .body(request)
                .retrieve()
                .body(JsonNode.class);
        if (change == null || !change.path("id").isString()) {
            throw new IllegalStateException("gitops-service answered without the change's id");
        }
        return UUID.fromString(change.path("id").asString());
    }

    /** Has a change cancelled that was not applied yet. */
    void cancel(UUID change) {
        client().post()
                .uri("/api/v1/changes/{id}/cancel", change)
                .header("Idempotency-Key", "cancel:" + change)
                .retrieve()
                .toBodilessEntity();
    }

    private RestClient client() {
        RestClient known = client;
        if (known == null) {
            known = clients.getObject().to(SwenService.GITOPS, properties.handoverTimeout());
            client = known;
        }
        return known;
    }
}
