package io.swen.routing.candidate;

import java.io.InputStream;
import java.util.Collection;

/** Reads offers as telemetry-service writes them, for those who have them from elsewhere. */
public final class OfferTables {

    private OfferTables() {}

    /**
     * An index of all rows.
     *
     * @param csv with a header, as {@code GET /api/v1/offers/snapshot} answers it
     */
    public static OfferIndex read(InputStream csv, long epoch, Collection<Region> regions) {
        OfferIndexBuilder builder = new OfferIndexBuilder();
        OfferCsv.read(csv, builder);
        return builder.build(epoch, java.util.List.copyOf(regions));
    }
}
