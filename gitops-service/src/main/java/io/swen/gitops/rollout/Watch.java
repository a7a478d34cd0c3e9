package io.swen.gitops.rollout;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a merged change fares.
 *
 * @param until when it is judged
 * @param evidence what was looked at
 */
@Schema(name = "ChangeWatch")
record Watch(
        UUID changeId,
        Instant startedAt,
        Instant until,
        State state,
        @Nullable String detail,
        List<String> evidence,
        @Nullable Instant endedAt) {

    /** Where it stands. */
    enum State {
        WATCHING,
        /** Nothing speaks against it. */
        GOOD,
        /** Too little was measured; its instances are well. */
        GOOD_BY_HEALTH,
        /** It was bad and is taken back. */
        ROLLED_BACK,
        /** It was bad, and is not taken back by itself. */
        BAD,
        /** Something newer took its place, or it was removed. */
        OVERTAKEN
    }

    Watch {
        evidence = List.copyOf(evidence);
    }
}
