package io.swen.gitops.drift;

import org.jspecify.annotations.Nullable;

/** One thing that is not as wanted. */
record Difference(
        String attribute, @Nullable String wanted, @Nullable String found) {}
