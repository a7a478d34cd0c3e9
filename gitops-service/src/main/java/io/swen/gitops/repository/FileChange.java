package io.swen.gitops.repository;

import org.jspecify.annotations.Nullable;

/** A file as it was before a commit and as it is after it; null where it is not there. */
public record FileChange(
        String path, @Nullable String before, @Nullable String after) {}
