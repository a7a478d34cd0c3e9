package io.swen.catalog;

import java.math.BigDecimal;
import java.time.LocalDate;

/** What it costs to move one GB from a region to another; both provider-qualified. */
public record EgressPrice(
        String fromRegion,
        String toRegion,
        BigDecimal pricePerGb,
        String currency,
        Origin origin,
        String source,
        LocalDate listAsOf) {

    public EgressPrice {
        if (pricePerGb.signum() < 0) {
            throw new IllegalArgumentException("egress " + fromRegion + " to " + toRegion + " costs " + pricePerGb);
        }
    }
}
