package io.swen.gitops.repository;

/** A commit by its full id. */
public record Commit(String id, String subject) {}
