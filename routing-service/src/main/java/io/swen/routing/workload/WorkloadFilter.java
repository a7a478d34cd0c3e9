package io.swen.routing.workload;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which workloads a list shows; null restricts nothing. */
record WorkloadFilter(
        @Nullable Set<WorkloadState> states,
        @Nullable String team,
        @Nullable String environment,
        @Nullable Kind kind,
        @Nullable String text,
        @Nullable Set<String> ids) {

    static final WorkloadFilter ALL = new WorkloadFilter(null, null, null, null, null, null);
}
