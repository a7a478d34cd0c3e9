package io.swen.telemetry.catalog;

import java.time.Instant;
import java.util.List;

/**
 * Data of the event that tells of a new price epoch.
 *
 * @param changedOffers how many offers have another price than in the epoch before
 * @param offers how many offers there are
 * @param providers whose prices changed
 */
record PriceEpochPublished(long epoch, Instant publishedAt, int changedOffers, long offers, List<String> providers) {

    static final String TYPE = "PriceEpochPublished";

    PriceEpochPublished {
        providers = List.copyOf(providers);
    }
}
