package io.swen.catalog;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All regions, instance types and offers that the shipped price lists give, immutable once loaded.
 *
 * <p>Rules where a list is silent, each labelled in the offers it makes:
 *
 * <ul>
 *   <li>AWS on-demand in us-east-1 is listed. Elsewhere only the (region, type) pairs exist that the spot advisor lists, at the
 *       us-east-1 price times the region's ratio for AMD and Graviton families, and times the ratio but at least 1 for the
 *       others: the ratio was measured on a Graviton type, and a discount on those does not show that Intel is cheap there.
 *   <li>AWS spot is on-demand less the advisor's average saving, never above on-demand (a negative average saving counts as
 *       none). Its interruption rate is the middle of the advisor's band, and 0.25 for the open band above 20 per cent.
 *   <li>The lists name zones by region, not by type: every AWS type of a region is offered in all its zones.
 *   <li>Alibaba Cloud on-demand is listed; the rest is described in {@link SimulatedAlibaba}.
 *   <li>Types whose shape the list does not tell have no offers ({@link #undescribedTypes()}).
 * </ul>
 */
public final class PriceCatalog {

    private static final String US_EAST_1 = "us-east-1";
    private static final String ALIBABA_SIMULATION = "swen simulation over ";

    private final ExchangeRate exchangeRate;
    private final Map<String, CatalogRegion> regions = new LinkedHashMap<>();
    private final Map<Provider, Map<String, CatalogInstanceType>> types = new HashMap<>();
    private final List<CatalogOffer> offers = new ArrayList<>(120_000);
    private final Map<String, EgressPrice> awsEgress = new HashMap<>();
    private final Set<String> undescribed = new LinkedHashSet<>();
    private final LocalDate alibabaAsOf;

    private PriceCatalog(ExchangeRate exchangeRate) {
        this.exchangeRate = exchangeRate;
        for (Provider provider : Provider.values()) {
            types.put(provider, new LinkedHashMap<>());
        }
        PriceList awsRegions = PriceList.read("aws-regions.tsv");
        PriceList alibaba = PriceList.read("alibaba-on-demand.tsv");
        alibabaAsOf = alibaba.asOf();
        readRegions(awsRegions, alibaba);
        readAws(awsRegions);
        readAlibaba(alibaba);
        readEgress();
    }

    /** Reads the shipped lists, with the shipped exchange rate. */
    public static PriceCatalog load() {
        return load(ExchangeRate.USD_CNY_OCTOBER_2024);
    }

    /** Reads the shipped lists; {@code exchangeRate} turns CNY into USD. */
    public static PriceCatalog load(ExchangeRate exchangeRate) {
        return new PriceCatalog(exchangeRate);
    }

    public ExchangeRate exchangeRate() {
        return exchangeRate;
    }

    /** All known regions of both providers, also those without offers. */
    public List<CatalogRegion> regions() {
        return List.copyOf(regions.values());
    }

    /** Finds a region by its provider-qualified id. */
    public Optional<CatalogRegion> region(String id) {
        return Optional.ofNullable(regions.get(id));
    }

    public List<CatalogInstanceType> instanceTypes() {
        return types.values().stream().flatMap(m -> m.values().stream()).toList();
    }

    public Optional<CatalogInstanceType> instanceType(Provider provider, String name) {
        return Optional.ofNullable(types.getOrDefault(provider, Map.of()).get(name));
    }

    /** Every offer; those of a region and type stand together, on-demand before spot. */
    public List<CatalogOffer> offers() {
        return Collections.unmodifiableList(offers);
    }

    /** Types that stand in the AWS price list without a shape, and so are not offered. */
    public Set<String> undescribedTypes() {
        return Collections.unmodifiableSet(undescribed);
    }

    /** The offer's price in USD per hour, at this catalog's exchange rate. */
    public BigDecimal usdPerHour(CatalogOffer offer) {
        return exchangeRate.toBase(offer.price(), offer.currency());
    }

    /** The listed prices of transfer between AWS regions. */
    public List<EgressPrice> awsEgressPrices() {
        return List.copyOf(awsEgress.values());
    }

    /**
     * What moving data between two regions costs: listed between AWS regions, nothing within a region, simulated otherwise.
     *
     * @throws IllegalArgumentException for a region the catalog does not know
     */
    public EgressPrice egress(String fromRegion, String toRegion) {
        EgressPrice listed = awsEgress.get(fromRegion + ">" + toRegion);
        if (listed != null) {
            return listed;
        }
        CatalogRegion from = known(fromRegion);
        known(toRegion);
        String currency = from.provider() == Provider.AWS ? "USD" : "CNY";
        BigDecimal price = BigDecimal.ZERO;
        if (!fromRegion.equals(toRegion)) {
            price = from.provider() == Provider.AWS
                    ? new BigDecimal("0.09")
                    : SimulatedAlibaba.egressPerGb(fromRegion, toRegion);
        }
        return new EgressPrice(fromRegion, toRegion, price, currency, Origin.SIMULATED, "swen simulation", alibabaAsOf);
    }

    private CatalogRegion known(String id) {
        CatalogRegion region = regions.get(id);
        if (region == null) {
            throw new IllegalArgumentException("unknown region " + id);
        }
        return region;
    }

    private void readRegions(PriceList awsRegions, PriceList alibaba) {
        var zones = new HashMap<String, Set<String>>();
        for (String[] row : awsRegions.rows()) {
            for (String zone : row[1].split(";")) {
                zones.computeIfAbsent("aws:" + row[0], r -> new LinkedHashSet<>())
                        .add("aws:" + zone);
            }
        }
        for (String[] row : alibaba.rows()) {
            for (String entry : row[5].split(" ")) {
                String[] parts = entry.split(":");
                var known = zones.computeIfAbsent("alibaba:" + parts[0], r -> new TreeSet<>());
                for (char letter : parts[1].toCharArray()) {
                    known.add(alibabaZone(parts[0], letter));
                }
            }
        }
        for (String[] row : PriceList.read("regions.tsv").rows()) {
            Provider provider = row[0].equals("aws") ? Provider.AWS : Provider.ALIBABA;
            String id = provider.qualify(row[1]).intern();
            regions.put(
                    id,
                    new CatalogRegion(
                            provider,
                            id,
                            row[1],
                            row[2],
                            row[3],
                            Double.parseDouble(row[4]),
                            Double.parseDouble(row[5]),
                            row[6].isEmpty() ? null : Double.valueOf(row[6]),
                            zones.getOrDefault(id, Set.of()).stream()
                                    .map(String::intern)
                                    .toList()));
        }
    }

    /** Alibaba Cloud writes a dash before the zone letter unless the region ends in a digit. */
    private static String alibabaZone(String region, char letter) {
        boolean dash = !Character.isDigit(region.charAt(region.length() - 1));
        return ("alibaba:" + region + (dash ? "-" : "") + letter).intern();
    }

    private void readAws(PriceList awsRegions) {
        PriceList onDemand = PriceList.read("aws-on-demand.tsv");
        PriceList advisor = PriceList.read("aws-spot-advisor.tsv");
        var ratios = new HashMap<String, BigDecimal>();
        awsRegions.rows().forEach(row -> ratios.put(row[0], new BigDecimal(row[2])));
        var advice = new HashMap<String, Map<String, Advice>>();
        for (String[] row : advisor.rows()) {
            var byRegion = new LinkedHashMap<String, Advice>();
            for (String entry : row[1].split(" ")) {
                String[] parts = entry.split(":");
                byRegion.put(parts[0], new Advice(Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
            }
            advice.put(row[0], byRegion);
        }
        String derivedSource = onDemand.source() + " + " + awsRegions.source();
        LocalDate derivedAsOf = older(onDemand.asOf(), awsRegions.asOf());
        for (String[] row : onDemand.rows()) {
            if (row[1].isEmpty() || row[2].isEmpty() || row[3].isEmpty()) {
                undescribed.add(row[0]);
                continue;
            }
            String model = row[5].isEmpty() ? null : row[5].intern();
            var type = new CatalogInstanceType(
                    Provider.AWS,
                    row[0],
                    row[1].intern(),
                    Integer.parseInt(row[2]),
                    Double.parseDouble(row[3]),
                    Integer.parseInt(row[4]),
                    model,
                    model == null ? null : Origin.LISTED);
            types(Provider.AWS).put(type.name(), type);
            boolean followsRatio = Families.isAwsAmdOrGraviton(type.family());
            BigDecimal listed = new BigDecimal(row[6]);
            Map<String, Advice> adviceOfType = advice.getOrDefault(type.name(), Map.of());
            offerInAws(
                    type,
                    US_EAST_1,
                    listed,
                    Origin.LISTED,
                    onDemand.source(),
                    onDemand.asOf(),
                    advisor,
                    adviceOfType.get(US_EAST_1));
            for (var entry : adviceOfType.entrySet()) {
                BigDecimal ratio = ratios.get(entry.getKey());
                // Regions without a ratio have no zones in the lists either, so nothing can be offered there.
                if (ratio == null || entry.getKey().equals(US_EAST_1)) {
                    continue;
                }
                BigDecimal factor = followsRatio ? ratio : ratio.max(BigDecimal.ONE);
                BigDecimal price = listed.multiply(factor).setScale(6, RoundingMode.HALF_UP);
                offerInAws(
                        type,
                        entry.getKey(),
                        price,
                        Origin.DERIVED,
                        derivedSource,
                        derivedAsOf,
                        advisor,
                        entry.getValue());
            }
        }
    }

    private void offerInAws(
            CatalogInstanceType type,
            String regionName,
            BigDecimal price,
            Origin origin,
            String source,
            LocalDate asOf,
            PriceList advisor,
            @Nullable Advice advice) {
        CatalogRegion region = known("aws:" + regionName);
        for (String zone : region.zones()) {
            offers.add(new CatalogOffer(
                    Provider.AWS,
                    region.id(),
                    zone,
                    type,
                    PurchaseOption.ON_DEMAND,
                    price,
                    "USD",
                    origin,
                    source,
                    asOf,
                    0,
                    null));
        }
        if (advice == null) {
            return;
        }
        BigDecimal share = BigDecimal.valueOf(100L - Math.max(0, advice.savingPercent()), 2);
        BigDecimal spot = price.multiply(share).setScale(6, RoundingMode.HALF_UP);
        String spotSource = (source + " + " + advisor.source()).intern();
        LocalDate spotAsOf = older(asOf, advisor.asOf());
        for (String zone : region.zones()) {
            offers.add(new CatalogOffer(
                    Provider.AWS,
                    region.id(),
                    zone,
                    type,
                    PurchaseOption.SPOT,
                    spot,
                    "USD",
                    Origin.DERIVED,
                    spotSource,
                    spotAsOf,
                    SimulatedAlibaba.BAND_RATES[advice.band()],
                    Origin.DERIVED));
        }
    }

    private void readAlibaba(PriceList list) {
        String spotSource = ALIBABA_SIMULATION + list.source();
        for (String[] row : list.rows()) {
            String family = Families.of(Provider.ALIBABA, row[0]);
            int gpus = Integer.parseInt(row[4]);
            String model = gpus > 0 ? Families.alibabaGpuModel(family) : null;
            var type = new CatalogInstanceType(
                    Provider.ALIBABA,
                    row[0],
                    Families.alibabaArchitecture(row[1], family).intern(),
                    Integer.parseInt(row[2]),
                    Double.parseDouble(row[3]),
                    gpus,
                    model,
                    model == null ? null : Origin.SIMULATED);
            types(Provider.ALIBABA).put(type.name(), type);
            for (String entry : row[5].split(" ")) {
                String[] parts = entry.split(":");
                CatalogRegion region = known("alibaba:" + parts[0]);
                BigDecimal price = new BigDecimal(parts[2]);
                double rate = SimulatedAlibaba.interruptionRate(region.id(), type);
                for (char letter : parts[1].toCharArray()) {
                    String zone = alibabaZone(parts[0], letter);
                    offers.add(new CatalogOffer(
                            Provider.ALIBABA,
                            region.id(),
                            zone,
                            type,
                            PurchaseOption.ON_DEMAND,
                            price,
                            "CNY",
                            Origin.LISTED,
                            list.source(),
                            list.asOf(),
                            0,
                            null));
                    offers.add(new CatalogOffer(
                            Provider.ALIBABA,
                            region.id(),
                            zone,
                            type,
                            PurchaseOption.SPOT,
                            SimulatedAlibaba.spotPrice(price, region.id(), zone, type),
                            "CNY",
                            Origin.SIMULATED,
                            spotSource,
                            list.asOf(),
                            rate,
                            Origin.SIMULATED));
                }
            }
        }
    }

    private void readEgress() {
        PriceList list = PriceList.read("aws-egress.tsv");
        for (String[] row : list.rows()) {
            String from = "aws:" + row[0];
            BigDecimal price = new BigDecimal(row[1]);
            for (String to : row[2].split(" ")) {
                awsEgress.put(
                        from + ">aws:" + to,
                        new EgressPrice(from, "aws:" + to, price, "USD", Origin.LISTED, list.source(), list.asOf()));
            }
        }
    }

    private Map<String, CatalogInstanceType> types(Provider provider) {
        return types.computeIfAbsent(provider, p -> new LinkedHashMap<>());
    }

    private static LocalDate older(LocalDate a, LocalDate b) {
        return a.isBefore(b) ? a : b;
    }

    /** What the spot advisor says of a type in a region. */
    private record Advice(int band, int savingPercent) {}
}
