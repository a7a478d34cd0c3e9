package io.swen.cli.backup;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The parts of a platform's state, each with a place of its own in an archive. */
enum Area {
    /** Passwords, keys that seal, sign and encrypt, the services' client secrets. */
    SECRETS,
    /** The accounts that {@code up} made. */
    CREDENTIALS,
    /** The sealed audit logs outside the databases. */
    AUDIT,
    /** The files of the database server: all services' databases, Terraform's states among them. */
    DATABASE,
    /** What the database server wrote to its log since. */
    LOG,
    /** The bare repositories. */
    GIT,
    /** What telemetry-service exported. */
    EXPORT;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Files that are no longer there stay in a restore: a key may be needed for what was sealed before it went. */
    boolean keepsWhatWent() {
        return this == SECRETS || this == AUDIT;
    }

    static @Nullable Area named(String label) {
        return Arrays.stream(values())
                .filter(area -> area.label().equals(label))
                .findFirst()
                .orElse(null);
    }
}
