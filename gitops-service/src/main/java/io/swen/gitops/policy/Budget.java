package io.swen.gitops.policy;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What evaluating may cost: steps, and the size of any value on the way. Used by one thread. */
final class Budget {

    /** Steps of all rules over one change. */
    static final int STEPS = 500_000;

    private static final int LARGEST_TEXT = 64 * 1024;
    private static final int LARGEST_COLLECTION = 10_000;

    private final int allowed;
    private int left;
    private @Nullable String exceeded;

    Budget(int steps) {
        this.allowed = steps;
        this.left = steps;
    }

    /** Accounts for one step that came to a value. */
    void spend(@Nullable Object value) {
        left--;
        if (exceeded == null) {
            exceeded = excess(value);
        }
        check();
    }

    void check() {
        if (exceeded != null) {
            throw new UndecidedException(exceeded);
        }
    }

    private @Nullable String excess(@Nullable Object value) {
        if (left < 0) {
            return "it takes more than " + allowed + " steps";
        }
        return switch (value) {
            case null -> null;
            case String text
            when text.length() > LARGEST_TEXT -> "it makes a text of more than " + LARGEST_TEXT + " characters";
            case Collection<?> many
            when many.size() > LARGEST_COLLECTION -> "it makes a list of more than " + LARGEST_COLLECTION + " elements";
            case Map<?, ?> many
            when many.size() > LARGEST_COLLECTION -> "it makes a map of more than " + LARGEST_COLLECTION + " entries";
            default -> null;
        };
    }
}
