package io.swen.gitops.control;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What holds automation back changed; published within the service, and as the data of the event {@code AutomationChanged}.
 *
 * @param environment null for all
 * @param value the new mode; null for the other controls
 */
public record ControlChanged(
        Control control,
        Action action,
        @Nullable String environment,
        @Nullable String value,
        String reason) {

    /** What was changed. */
    public enum Control {
        MODE,
        KILL_SWITCH,
        FREEZE_WINDOW;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How it was changed. */
    public enum Action {
        SET,
        ENGAGED,
        RELEASED,
        ADDED,
        CHANGED,
        REMOVED
    }
}
