package io.swen.gitops.repository;

import io.swen.platform.problem.ProblemException;

/** Decides what becomes of a pushed commit. */
public interface PushReceiver {

    /**
     * Takes the commit, or refuses it by its exception.
     *
     * @return what the person who pushed is told
     * @throws ProblemException that says why it is not taken
     */
    String received(PushedCommit commit);
}
