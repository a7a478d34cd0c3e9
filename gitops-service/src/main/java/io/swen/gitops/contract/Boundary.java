package io.swen.gitops.contract;

/**
 * Told at each moment between an effect outside the database and its record in it, and between two steps of the pipeline.
 * Nothing happens there in production; a test that wants to know what a crash at that moment leaves behind throws, and a drill
 * has the process killed.
 */
@FunctionalInterface
public interface Boundary {

    void crossed(String name);
}
