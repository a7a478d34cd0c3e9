package io.swen.gitops.change;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a change comes from.
 *
 * @param retries the change that it is another try of
 */
record Provenance(
        ChangeOrigin origin,
        @Nullable UUID cause,
        @Nullable UUID incidentId,
        @Nullable UUID retries) {

    static Provenance of(ChangeOrigin origin) {
        return new Provenance(origin, null, null, null);
    }
}
