package io.swen.routing.candidate;

import io.swen.routing.FakePeers;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Makes indexes for tests of other packages. */
public final class TestOffers {

    private TestOffers() {}

    /** An index of CSV rows with a header. */
    public static OfferIndexes.State.Usable csv(String csv, List<Region> regions) {
        return csv(csv, regions, false);
    }

    public static OfferIndexes.State.Usable csv(String csv, List<Region> regions, boolean stale) {
        OfferIndexBuilder builder = new OfferIndexBuilder();
        OfferCsv.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), builder);
        return new OfferIndexes.State.Usable(builder.build(17, regions), Duration.ofSeconds(1), stale);
    }

    /** A row of the CSV. */
    public static String row(
            String region, String zone, String type, String option, String shape, String price, String rate) {
        String provider = region.substring(0, region.indexOf(':'));
        return zone + "/" + type + "/" + option + "," + provider + "," + region + "," + zone + "," + type + "," + option
                + "," + shape + "," + price + "," + price + ",USD,listed,test,false,2026-11-01,,2026-11-23T10:00:00Z,"
                + rate
                + "," + (option.equals("spot") ? "derived" : "") + ",true\n";
    }

    public static String header() {
        return FakePeers.HEADER;
    }
}
