package io.swen.gitops.host;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The remote as callers see it.
 *
 * @param remote its address, without credentials
 * @param detail in words what is the matter and what to do
 * @param since when it came to this state
 * @param changeId the change that was made of the remote's commits
 * @param failures looks in a row that failed
 * @param nextLookAt null where it has not been looked at yet
 */
@Schema(name = "Remote")
record RemoteView(
        RemoteState state,
        @Nullable String remote,
        @Nullable String branch,
        @Nullable String detail,
        @Nullable Instant since,
        @Nullable Instant lookedAt,
        @Nullable String remoteCommit,
        @Nullable String localCommit,
        @Nullable UUID changeId,
        int failures,
        @Nullable Instant nextLookAt) {}
