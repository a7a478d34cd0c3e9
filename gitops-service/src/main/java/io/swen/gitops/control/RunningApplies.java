package io.swen.gitops.control;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Knows which changes are at work on the cloud. */
@FunctionalInterface
public interface RunningApplies {

    /**
     * The changes that have begun to touch the cloud and are not at their end, at most {@code limit}.
     *
     * @param environment null for all
     */
    List<UUID> of(@Nullable String environment, int limit);
}
