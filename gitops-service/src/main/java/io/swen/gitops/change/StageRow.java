package io.swen.gitops.change;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A stage of a change as it is stored. */
record StageRow(
        UUID changeId,
        StageName name,
        StageState state,
        int attempts,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String summary) {}
