package io.swen.benchmarks;

import io.swen.catalog.CatalogOffer;
import io.swen.catalog.PriceCatalog;
import io.swen.routing.candidate.OfferIndex;
import java.util.function.Predicate;

/** The offers of the catalog in the form in which telemetry gives them to routing. */
final class CatalogCsv {

    private CatalogCsv() {}

    /** Those that are wanted, under one time of receipt. */
    static String of(PriceCatalog catalog, Predicate<CatalogOffer> which) {
        StringBuilder csv = new StringBuilder().append(OfferIndex.csvHeader()).append('\n');
        for (CatalogOffer offer : catalog.offers()) {
            if (!which.test(offer)) {
                continue;
            }
            var type = offer.type();
            var modelOrigin = type.gpuModelOrigin();
            var interruptionOrigin = offer.interruptionOrigin();
            csv.append(String.join(
                            ",",
                            offer.offerId(),
                            offer.provider().id(),
                            offer.region(),
                            offer.zone(),
                            type.name(),
                            offer.purchaseOption().id(),
                            type.architecture(),
                            Integer.toString(type.vcpu()),
                            Double.toString(type.memoryGib()),
                            Integer.toString(type.gpus()),
                            type.gpuModel() == null ? "" : type.gpuModel(),
                            modelOrigin == null ? "" : modelOrigin.id(),
                            catalog.usdPerHour(offer).toPlainString(),
                            offer.price().toPlainString(),
                            offer.currency(),
                            offer.priceOrigin().id(),
                            "\"" + offer.source() + "\"",
                            "true",
                            offer.listAsOf().toString(),
                            "",
                            "2026-11-23T10:00:00Z",
                            Double.toString(offer.interruptionRate()),
                            interruptionOrigin == null ? "" : interruptionOrigin.id(),
                            "true"))
                    .append('\n');
        }
        return csv.toString();
    }
}
