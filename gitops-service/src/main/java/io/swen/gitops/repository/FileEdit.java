package io.swen.gitops.repository;

import org.jspecify.annotations.Nullable;

/** What a commit does to one file; null content removes it. */
public record FileEdit(String path, @Nullable String content) {}
