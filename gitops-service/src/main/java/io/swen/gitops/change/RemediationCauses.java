package io.swen.gitops.change;

import java.util.Collection;
import java.util.UUID;

/** Says whether a change answers what was asked for; implemented by whoever asks. */
public interface RemediationCauses {

    /** Whether all of these workloads were asked about under a request. */
    boolean asked(UUID request, String environment, String team, Collection<String> workloads);
}
