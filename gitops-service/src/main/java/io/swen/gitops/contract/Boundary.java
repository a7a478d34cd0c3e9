package io.swen.gitops.contract;

/**
 * Told at each moment between an effect outside the database and its record in it. Nothing happens there in production; a
 * test that wants to know what a crash at that moment leaves behind throws.
 */
@FunctionalInterface
public interface Boundary {

    void crossed(String name);
}
