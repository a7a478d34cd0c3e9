package io.swen.gitops.remediation;

import io.swen.gitops.change.RemediationCauses;
import java.util.Collection;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Knows what routing-service was asked to replace. */
@Component
class AskedReplacements implements RemediationCauses {

    private final RemediationStore store;

    AskedReplacements(RemediationStore store) {
        this.store = store;
    }

    @Override
    public boolean asked(UUID request, String environment, String team, Collection<String> workloads) {
        return store.asked(request, environment, team, workloads);
    }
}
