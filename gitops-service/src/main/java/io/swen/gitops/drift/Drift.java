package io.swen.gitops.drift;

import io.swen.gitops.contract.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one look found.
 *
 * @param subject the same for the same thing in every look
 * @param resource its address in the environment's Terraform code; null for what a workload runs on
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
        @Nullable String resource,
        List<Difference> differences) {

    Drift {
        differences = List.copyOf(differences);
    }

    /** Of what a workload runs on. */
    static Drift ofWorkload(
            DriftClass kind,
            String subject,
            String team,
            String environment,
            @Nullable String workloadId,
            @Nullable Provider provider,
            @Nullable String region,
            @Nullable String instanceId,
            List<Difference> differences) {
        return new Drift(kind, subject, team, environment, workloadId, provider, region, instanceId, null, differences);
    }

    /** Of a resource in an environment's Terraform code. */
    static Drift ofResource(
            DriftClass kind, String team, String environment, String resource, List<Difference> differences) {
        return new Drift(
                kind, environment + "/" + resource, team, environment, null, null, null, null, resource, differences);
    }
}
