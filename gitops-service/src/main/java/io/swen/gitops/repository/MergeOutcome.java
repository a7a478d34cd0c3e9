package io.swen.gitops.repository;

import java.util.List;

/** How merging a change's branch into {@code main} ended. */
public sealed interface MergeOutcome {

    /** {@code main} holds the change; {@code commitId} is the commit that brought it there. */
    record Merged(String commitId) implements MergeOutcome {}

    /** Another change touched the same files since. */
    record Conflict(List<String> paths) implements MergeOutcome {

        public Conflict {
            paths = List.copyOf(paths);
        }
    }
}
