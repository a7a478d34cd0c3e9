package io.swen.gitops.change;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a part of this service asks {@link ChangeOpening} for.
 *
 * @param key the same request with the same key opens one change only; null where the caller makes sure of that itself
 */
public record ChangeRequest(
        @Nullable String key,
        String environment,
        String team,
        @Nullable String reason,
        List<ChangeItem> items) {

    public ChangeRequest {
        items = List.copyOf(items);
    }
}
