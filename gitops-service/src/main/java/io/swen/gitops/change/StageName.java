package io.swen.gitops.change;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The stages of the pipeline, in order. */
public enum StageName {
    VALIDATE,
    SECURITY_SCAN,
    OPTIMISE,
    PLAN,
    APPROVAL,
    APPLY,
    MONITOR;

    /** The name in JSON and in the database. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<StageName> ofId(String id) {
        return Arrays.stream(values()).filter(stage -> stage.id().equals(id)).findFirst();
    }

    /** Whether the cloud may have been touched once this stage runs. */
    public boolean touchesTheCloud() {
        return this == APPLY || this == MONITOR;
    }

    /** The stage after this one; the last has none. */
    public Optional<StageName> next() {
        return ordinal() + 1 < values().length ? Optional.of(values()[ordinal() + 1]) : Optional.empty();
    }
}
