package io.swen.gitops.repository;

import java.util.List;

/** How putting a change's commit on top of {@code main} ended. */
public sealed interface RebaseOutcome {

    /** {@code main} had nothing new. */
    record Unneeded() implements RebaseOutcome {}

    record Rebased(Commit commit) implements RebaseOutcome {}

    /** Both changed the same places of these files. */
    record Conflict(List<String> paths) implements RebaseOutcome {

        public Conflict {
            paths = List.copyOf(paths);
        }
    }
}
