package io.swen.telemetry.cost;

import io.swen.telemetry.catalog.Catalog.PricePoint;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Cuts the time an instance ran at the changes of its price and at full hours. */
final class Metering {

    private Metering() {}

    /**
     * The slices of a time span.
     *
     * @param prices oldest first; the first holds at {@code from}
     */
    static List<MeteredSlice> slices(Instant from, Instant to, List<PricePoint> prices) {
        if (prices.isEmpty() || prices.getFirst().from().isAfter(from)) {
            throw new IllegalArgumentException("no price holds at " + from);
        }
        List<MeteredSlice> slices = new ArrayList<>();
        for (int i = 0; i < prices.size(); i++) {
            Instant start = later(from, prices.get(i).from());
            Instant end = i + 1 < prices.size() ? earlier(to, prices.get(i + 1).from()) : to;
            while (start.isBefore(end)) {
                Instant hour = start.truncatedTo(ChronoUnit.HOURS);
                Instant until = earlier(end, hour.plus(1, ChronoUnit.HOURS));
                slices.add(new MeteredSlice(hour, start, until, prices.get(i).usdPerHour()));
                start = until;
            }
        }
        return slices;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
