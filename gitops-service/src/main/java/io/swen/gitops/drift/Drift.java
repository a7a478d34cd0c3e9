package io.swen.gitops.drift;

import io.swen.gitops.contract.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one look found.
 *
 * @param subject the same for the same thing in every look
 */
record Drift(
        DriftClass kind,
        String subject,
        String team,
        String environment,
        @Nullable String workloadId,
        @Nullable Provider provider,
        @Nullable String region,
        @Nullable String instanceId,
        List<Difference> differences) {

    Drift {
        differences = List.copyOf(differences);
    }
}
