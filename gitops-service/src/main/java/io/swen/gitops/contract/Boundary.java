package io.swen.gitops.contract;

/**
 * Told at each moment between an effect outside the database and its record in it, and between two steps of the pipeline.
 * Nothing happens there in production; a test that wants to know what a crash at that moment leaves behind throws, and a drill
 * has the process killed.
 */
@FunctionalInterface
public interface Boundary {

    void crossed(String name);

    /** What a test throws there: it stands for the end of the process, so nothing of the worker is cleaned up. */
    final class Killed extends Error {

        private static final long serialVersionUID = 1L;

        public Killed(String at) {
            super("killed at " + at);
        }
    }
}
