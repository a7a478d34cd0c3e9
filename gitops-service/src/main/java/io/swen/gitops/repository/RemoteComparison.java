package io.swen.gitops.repository;

import java.util.List;

/** How a commit of the remote's branch stands to {@code main}. */
public sealed interface RemoteComparison {

    /** Both are the same, or {@code main} has all that the remote has. */
    record Contained(boolean same) implements RemoteComparison {}

    /** The remote has commits that change nothing that {@code main} does not have already. */
    record NothingNew() implements RemoteComparison {}

    /**
     * The remote has something new.
     *
     * @param commit it as one commit that can become a change
     * @param commits how many of the remote's commits it stands for
     * @param emails of their authors
     */
    record Work(PushedCommit commit, int commits, List<String> emails) implements RemoteComparison {

        public Work {
            emails = List.copyOf(emails);
        }
    }

    /** Both changed the same places of these files. */
    record Conflict(List<String> paths) implements RemoteComparison {

        public Conflict {
            paths = List.copyOf(paths);
        }
    }

    /** They have no commit in common. */
    record Unrelated() implements RemoteComparison {}

    /** It cannot be taken as it is. */
    record Unusable(String why) implements RemoteComparison {}
}
