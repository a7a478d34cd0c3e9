package io.swen.routing.placement;

import io.swen.catalog.CatalogOffer;
import io.swen.catalog.CatalogRegion;
import io.swen.catalog.EgressPrice;
import io.swen.catalog.Origin;
import io.swen.catalog.PriceCatalog;
import io.swen.catalog.PurchaseOption;
import io.swen.routing.placement.LatencyMatrix.City;
import io.swen.routing.placement.LatencyMatrix.Pair;
import io.swen.routing.placement.Tariffs.Price;
import io.swen.routing.placement.Tariffs.Reference;
import io.swen.routing.placement.Tariffs.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The dated lists that SWEN ships with, read when first asked for; the catalog with its offers is let go. */
final class Shipped {

    private static final String REFERENCE_REGION = "aws:us-east-1";
    private static final String LATENCY = "latency.tsv";

    private Shipped() {}

    /** What comes out of the one reading of the catalog. */
    private static final class Lists {
        static final Tariffs TARIFFS;
        static final CarbonTable CARBON;

        static {
            PriceCatalog catalog = PriceCatalog.load();
            TARIFFS = new Tariffs(transfer(catalog), storage(), reference(catalog));
            Map<String, Double> grams = new TreeMap<>();
            for (CatalogRegion region : catalog.regions()) {
                Double of = region.gramsCo2PerKwh();
                if (of != null) {
                    grams.put(region.id(), of);
                }
            }
            CARBON = new CarbonTable(
                    "EPA eGRID, EEA, EMA and carbonfootprint.com, as Cloud Carbon Footprint used them",
                    LocalDate.of(2020, 12, 31),
                    grams);
        }

        private Lists() {}
    }

    private static final class Latency {
        static final LatencyMatrix MATRIX = read();

        private Latency() {}
    }

    static Tariffs tariffs() {
        return Lists.TARIFFS;
    }

    static CarbonTable carbon() {
        return Lists.CARBON;
    }

    static LatencyMatrix latency() {
        return Latency.MATRIX;
    }

    private static Map<String, Map<String, Price>> transfer(PriceCatalog catalog) {
        List<CatalogRegion> regions = catalog.regions();
        Map<String, Map<String, Price>> read = new TreeMap<>();
        for (CatalogRegion from : regions) {
            Map<String, Price> prices = new TreeMap<>();
            for (CatalogRegion to : regions) {
                EgressPrice egress = catalog.egress(from.id(), to.id());
                BigDecimal usd = catalog.exchangeRate().toBase(egress.pricePerGb(), egress.currency());
                prices.put(to.id(), new Price(usd, egress.origin() == Origin.LISTED));
            }
            read.put(from.id(), prices);
        }
        return read;
    }

    /** Alibaba Cloud's disk price stands in no list that SWEN has; an operator may configure it. */
    private static Map<String, Storage> storage() {
        return Map.of(
                "aws",
                new Storage(
                        new BigDecimal("0.08"),
                        16_384,
                        "AWS list price of gp3 in us-east-1, for all regions",
                        LocalDate.of(2021, 2, 4)),
                "alibaba",
                new Storage(null, 2_048, "not known", null));
    }

    /** Each type once; all zones of the region have the same list price. */
    private static List<Reference> reference(PriceCatalog catalog) {
        Map<String, Reference> types = new LinkedHashMap<>();
        for (CatalogOffer offer : catalog.offers()) {
            if (offer.region().equals(REFERENCE_REGION) && offer.purchaseOption() == PurchaseOption.ON_DEMAND) {
                var type = offer.type();
                types.putIfAbsent(
                        type.name(),
                        new Reference(
                                type.architecture(),
                                type.vcpu(),
                                type.memoryGib(),
                                type.gpus(),
                                type.gpuModel(),
                                catalog.usdPerHour(offer)));
            }
        }
        return List.copyOf(types.values());
    }

    private static LatencyMatrix read() {
        try (InputStream stream = Shipped.class.getResourceAsStream(LATENCY)) {
            if (stream == null) {
                throw new IllegalStateException(LATENCY + " is not on the class path");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            String source = header(lines.readLine(), "# source: ");
            LocalDate asOf = LocalDate.parse(header(lines.readLine(), "# as-of: "));
            List<City> cities = new ArrayList<>();
            List<Pair> pairs = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                String[] cells = line.split("\t", -1);
                for (int to = 0; to < cells.length - 3; to++) {
                    if (!cells[to + 3].isEmpty()) {
                        pairs.add(new Pair(cities.size(), to, Double.parseDouble(cells[to + 3])));
                    }
                }
                cities.add(new City(cells[0], Double.parseDouble(cells[1]), Double.parseDouble(cells[2])));
            }
            return new LatencyMatrix(source, asOf, cities, pairs);
        } catch (IOException e) {
            throw new UncheckedIOException(LATENCY + " cannot be read", e);
        }
    }

    private static String header(String line, String key) {
        if (line == null || !line.startsWith(key)) {
            throw new IllegalStateException(LATENCY + " lacks its line '" + key.strip() + "'");
        }
        return line.substring(key.length());
    }
}
