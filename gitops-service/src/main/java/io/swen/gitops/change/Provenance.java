package io.swen.gitops.change;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a change comes from. */
record Provenance(
        ChangeOrigin origin, @Nullable UUID cause, @Nullable UUID incidentId) {

    static Provenance of(ChangeOrigin origin) {
        return new Provenance(origin, null, null);
    }
}
