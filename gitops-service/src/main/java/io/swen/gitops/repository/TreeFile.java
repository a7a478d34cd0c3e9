package io.swen.gitops.repository;

/** A file of a commit, with its path in the repository. */
public record TreeFile(String path, byte[] content) {}
