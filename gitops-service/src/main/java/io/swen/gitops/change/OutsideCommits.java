package io.swen.gitops.change;

import io.swen.gitops.contract.Author;
import io.swen.gitops.repository.PushedCommit;
import io.swen.platform.problem.ProblemException;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** Makes changes of commits that were made elsewhere. */
public interface OutsideCommits {

    /**
     * Makes a change of a commit that is in the repository and on no branch.
     *
     * @param team of commits that name none
     * @param maySee whether the author may act for a team in an environment
     * @param also what is stored in the same transaction, given the change's id
     * @throws ProblemException that says why it is not taken
     */
    UUID take(PushedCommit commit, Author author, String team, BiPredicate<String, String> maySee, Consumer<UUID> also);
}
