package io.swen.routing.decision;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether a decision comes out the same when it is decided again from what is stored.
 *
 * @param engine version of the rules that it was decided by
 * @param recordedHash of the stored decision's canonical bytes
 * @param replayedHash of the canonical bytes of what was decided now; null where that is impossible
 * @param bytes how many canonical bytes were compared
 * @param differences which fields differ; at most 50
 * @param obstacles what makes it impossible; empty otherwise
 */
@Schema(name = "Replay")
record Replay(
        UUID decisionId,
        Verdict verdict,
        int engine,
        String recordedHash,
        @Nullable String replayedHash,
        int bytes,
        List<Difference> differences,
        List<Obstacle> obstacles) {

    @Schema(name = "ReplayVerdict")
    enum Verdict {
        IDENTICAL,
        DIFFERENT,
        IMPOSSIBLE
    }
}
