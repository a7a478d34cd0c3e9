package io.swen.platform.event;

import java.util.Locale;

/** What has become of an event that its consumer failed on. */
public enum SetAsideState {
    /** The consumer is still at it. */
    FAILING,
    /** Its attempts are used up, and the consumer has gone on. */
    SET_ASIDE,
    /** It waits for an earlier one that tells of the same. */
    BEHIND,
    /** It was handled after all. */
    HANDLED,
    /** Somebody decided that it is not to be handled. */
    DISMISSED;

    /** As it is stored, and stands in requests and answers. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static SetAsideState of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
