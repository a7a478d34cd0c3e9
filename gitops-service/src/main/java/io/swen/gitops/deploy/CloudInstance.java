package io.swen.gitops.deploy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An instance as its cloud describes it. */
record CloudInstance(
        String instanceId, State state, End end, @Nullable String reason, Map<String, String> tags) {

    /** What both clouds' states come to. */
    enum State {
        PENDING,
        RUNNING,
        ENDING,
        STOPPED,
        TERMINATED
    }

    /** Why it ended, as far as the cloud says. */
    enum End {
        NONE,
        OWN_SHUTDOWN,
        USER,
        INTERRUPTION
    }

    CloudInstance {
        tags = Map.copyOf(tags);
    }
}
