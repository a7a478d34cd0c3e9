package io.swen.gitops.drift;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.gitops.contract.Provider;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Drift as it is kept and shown.
 *
 * @param resource its address in the environment's Terraform code; null for what a workload runs on
 * @param looks how many looks in a row found it
 * @param changeId the change that heals it
 * @param firstSeenWall the same moment on a wall clock
 * @param closedAt null while it is found
 */
@Schema(name = "Drift")
record Finding(
        UUID id,

        @Schema(name = "class") @com.fasterxml.jackson.annotation.JsonProperty("class")
        DriftClass kind,

        String subject,
        String team,
        String environment,
        @Nullable String workloadId,
        @Nullable Provider provider,
        @Nullable String region,
        @Nullable String instanceId,
        @Nullable String resource,
        List<Difference> differences,
        DriftPolicy policy,
        DriftState state,
        @Nullable String note,
        int looks,
        @Nullable UUID changeId,
        Instant firstSeenAt,
        @com.fasterxml.jackson.annotation.JsonIgnore Instant firstSeenWall,
        Instant lastSeenAt,
        @Nullable Instant closedAt) {

    Finding {
        differences = List.copyOf(differences);
    }

    /** What tries to heal it are counted by. */
    String healedAs() {
        return resource == null ? String.valueOf(workloadId) : "terraform/" + environment;
    }
}
