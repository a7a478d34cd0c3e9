package io.swen.routing.candidate;

import io.swen.platform.money.Money;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All offers of one price epoch in columns of primitives; never changed once made.
 *
 * <p>An offer is known by its ordinal here. What repeats (regions, zones, sources, the shapes of instance types) is held
 * once and referred to by a small number, which also lets a filter judge a shape or a region once instead of once an offer.
 * An offer takes about 60 bytes, so 120,000 take about 7 MB.
 */
public final class OfferIndex {

    /** Prices are whole numbers of 10^-12 USD, the finest step that {@link Money} has, so they are exact. */
    public static final int MONEY_SCALE = 12;

    static final long NO_TIME = Long.MIN_VALUE;
    static final int NO_DAY = Integer.MIN_VALUE;
    static final byte NO_ORIGIN = -1;
    private static final int SHORTEST_PRICE_SCALE = 4;
    private static final PurchaseOption[] OPTIONS = PurchaseOption.values();
    private static final Origin[] ORIGINS = Origin.values();

    /** The columns, all of the same length and in order of their keys. */
    static final class Columns {
        final long[] key;
        final short[] region;
        final short[] zone;
        final int[] shape;
        final byte[] option;
        final long[] price;
        final long[] listPrice;
        final byte[] currency;
        final byte[] priceOrigin;
        final int[] source;
        final boolean[] simulated;
        final int[] listAsOf;
        final long[] observedAt;
        final long[] receivedAt;
        final float[] interruptionRate;
        final byte[] interruptionOrigin;
        final boolean[] available;

        Columns(int size) {
            key = new long[size];
            region = new short[size];
            zone = new short[size];
            shape = new int[size];
            option = new byte[size];
            price = new long[size];
            listPrice = new long[size];
            currency = new byte[size];
            priceOrigin = new byte[size];
            source = new int[size];
            simulated = new boolean[size];
            listAsOf = new int[size];
            observedAt = new long[size];
            receivedAt = new long[size];
            interruptionRate = new float[size];
            interruptionOrigin = new byte[size];
            available = new boolean[size];
        }

        /** The same columns, but with own ones of what {@link Edit} changes. */
        Columns(Columns other) {
            key = other.key;
            region = other.region;
            zone = other.zone;
            shape = other.shape;
            option = other.option;
            price = other.price.clone();
            listPrice = other.listPrice;
            currency = other.currency;
            priceOrigin = other.priceOrigin;
            source = other.source;
            simulated = other.simulated;
            listAsOf = other.listAsOf;
            observedAt = other.observedAt;
            receivedAt = other.receivedAt;
            interruptionRate = other.interruptionRate.clone();
            interruptionOrigin = other.interruptionOrigin;
            available = other.available.clone();
        }

        int size() {
            return key.length;
        }

        void copyFrom(Columns other, int from, int to) {
            key[to] = other.key[from];
            region[to] = other.region[from];
            zone[to] = other.zone[from];
            shape[to] = other.shape[from];
            option[to] = other.option[from];
            price[to] = other.price[from];
            listPrice[to] = other.listPrice[from];
            currency[to] = other.currency[from];
            priceOrigin[to] = other.priceOrigin[from];
            source[to] = other.source[from];
            simulated[to] = other.simulated[from];
            listAsOf[to] = other.listAsOf[from];
            observedAt[to] = other.observedAt[from];
            receivedAt[to] = other.receivedAt[from];
            interruptionRate[to] = other.interruptionRate[from];
            interruptionOrigin[to] = other.interruptionOrigin[from];
            available[to] = other.available[from];
        }
    }

    private final long epoch;
    private final Columns columns;
    private final Dictionaries names;
    private final List<@Nullable Region> regionPlaces;
    private final Map<String, Region> knownRegions;
    private final short[] ratePermille;
    /** Computed when first asked for: most indexes that were changed for a question are never named. */
    private volatile @Nullable Long fingerprint;

    OfferIndex(long epoch, Columns columns, Dictionaries names, Collection<Region> regions) {
        this.epoch = epoch;
        this.columns = columns;
        this.names = names;
        this.knownRegions = new HashMap<>();
        for (Region region : regions) {
            knownRegions.put(region.id(), region);
        }
        this.regionPlaces = new ArrayList<>();
        for (int i = 0; i < names.regions.size(); i++) {
            regionPlaces.add(knownRegions.get(names.regions.get(i)));
        }
        this.ratePermille = new short[columns.size()];
        for (int i = 0; i < ratePermille.length; i++) {
            ratePermille[i] = (short) Math.round(columns.interruptionRate[i] * 1_000);
        }
    }

    /** The price epoch that telemetry gave these offers out under. */
    public long epoch() {
        return epoch;
    }

    /** How many offers there are, available or not; ordinals run from 0 to one below. */
    public int size() {
        return columns.size();
    }

    public int regions() {
        return names.regions.size();
    }

    public int shapes() {
        return names.shapes.size();
    }

    public String regionName(int region) {
        return names.regions.get(region);
    }

    /** Where a region lies, or null where telemetry does not say. */
    public @Nullable Region place(int region) {
        return regionPlaces.get(region);
    }

    /** Where a region of this provider-qualified name lies, with offers or without; null where telemetry does not say. */
    public @Nullable Region knownRegion(String name) {
        return knownRegions.get(name);
    }

    /** Whether telemetry knows a region of this provider-qualified name, with offers or without. */
    public boolean knowsRegion(String name) {
        return knownRegions.containsKey(name) || names.regions.idOf(name) >= 0;
    }

    /** Every region that telemetry told the place of. */
    public Collection<Region> knownRegions() {
        return java.util.Collections.unmodifiableCollection(knownRegions.values());
    }

    public Shape shape(int shape) {
        return names.shapes.get(shape);
    }

    public int shapeOf(int offer) {
        return columns.shape[offer];
    }

    public PurchaseOption option(int offer) {
        return OPTIONS[columns.option[offer]];
    }

    public int regionOf(int offer) {
        return columns.region[offer];
    }

    public int zones() {
        return names.zones.size();
    }

    public int zoneOf(int offer) {
        return columns.zone[offer];
    }

    public String zoneName(int zone) {
        return names.zones.get(zone);
    }

    public boolean isSpot(int offer) {
        return columns.option[offer] == 1;
    }

    public boolean isOnDemand(int offer) {
        return columns.option[offer] == 0;
    }

    public boolean isAvailable(int offer) {
        return columns.available[offer];
    }

    /** USD per hour in units of {@link #MONEY_SCALE} decimals. */
    public long price(int offer) {
        return columns.price[offer];
    }

    /** Fraction of such instances interrupted in a month. */
    public float interruptionRate(int offer) {
        return columns.interruptionRate[offer];
    }

    /** The interruption rate, rounded to a thousandth: 0 to 1,000. */
    public int interruptionPermille(int offer) {
        return ratePermille[offer];
    }

    public Origin priceOrigin(int offer) {
        return ORIGINS[columns.priceOrigin[offer]];
    }

    public @Nullable Origin interruptionOrigin(int offer) {
        byte origin = columns.interruptionOrigin[offer];
        return origin == NO_ORIGIN ? null : ORIGINS[origin];
    }

    public boolean isSimulated(int offer) {
        return columns.simulated[offer];
    }

    public String provider(int offer) {
        return shape(shapeOf(offer)).provider();
    }

    /** {@code zone/instance_type/purchase_option}. */
    public String offerId(int offer) {
        return names.zones.get(columns.zone[offer]) + "/"
                + shape(shapeOf(offer)).instanceType() + "/" + OPTIONS[columns.option[offer]].id();
    }

    /** Orders offers by zone, instance type and purchase option, the parts of their ids. */
    public int compareIds(int a, int b) {
        int order = names.zones.get(columns.zone[a]).compareTo(names.zones.get(columns.zone[b]));
        if (order == 0) {
            order = shape(shapeOf(a)).instanceType().compareTo(shape(shapeOf(b)).instanceType());
        }
        return order == 0 ? Byte.compare(columns.option[a], columns.option[b]) : order;
    }

    /** The number of a region in this index, or -1 when it has no offers there. */
    public int regionNumber(String name) {
        return names.regions.idOf(name);
    }

    /** The ordinal of an offer id, or -1 when there is no such offer. */
    public int find(String offerId) {
        String[] parts = offerId.split("/", -1);
        if (parts.length != 3) {
            return -1;
        }
        int zone = names.zones.idOf(parts[0]);
        int type = names.types.idOf(parts[1]);
        for (PurchaseOption option : OPTIONS) {
            if (zone >= 0 && type >= 0 && option.id().equals(parts[2])) {
                int at = Arrays.binarySearch(columns.key, key(zone, type, option));
                return at < 0 ? -1 : at;
            }
        }
        return -1;
    }

    /** An offer in full; {@code stale} is what the caller knows of this index's age. */
    public Offer offer(int offer, boolean stale) {
        Shape shape = shape(shapeOf(offer));
        int day = columns.listAsOf[offer];
        return new Offer(
                offerId(offer),
                shape.provider(),
                names.regions.get(columns.region[offer]),
                names.zones.get(columns.zone[offer]),
                shape.instanceType(),
                OPTIONS[columns.option[offer]],
                shape.architecture(),
                shape.vcpu(),
                shape.memoryGb(),
                shape.gpus(),
                shape.gpuModel(),
                shape.gpuModelOrigin(),
                new Money(amount(columns.price[offer]), "USD"),
                new Money(amount(columns.listPrice[offer]), names.currencies.get(columns.currency[offer])),
                priceOrigin(offer),
                names.sources.get(columns.source[offer]),
                columns.simulated[offer],
                day == NO_DAY ? null : LocalDate.ofEpochDay(day),
                instant(columns.observedAt[offer]),
                instant(columns.receivedAt[offer]),
                stale,
                rate(columns.interruptionRate[offer]),
                interruptionOrigin(offer));
    }

    /** A price in units of {@link #MONEY_SCALE} decimals as an exact decimal, with at least four digits after the point. */
    public static BigDecimal amount(long units) {
        BigDecimal exact = BigDecimal.valueOf(units, MONEY_SCALE).stripTrailingZeros();
        return exact.scale() < SHORTEST_PRICE_SCALE ? exact.setScale(SHORTEST_PRICE_SCALE) : exact;
    }

    /**
     * A number that two indexes share when they hold the same offers at the same prices, in whatever order they were built;
     * a decision stores it, so that a replay can tell that it has the same offers before it.
     */
    public String fingerprint() {
        Long known = fingerprint;
        if (known == null) {
            known = fingerprintOf();
            fingerprint = known;
        }
        return String.format("%016x", known);
    }

    /** The stored form of this index, a few megabytes; the same offers in another order have another. */
    public byte[] bytes() {
        return OfferIndexBytes.write(this);
    }

    /**
     * The index that {@link #bytes()} was called on.
     *
     * @throws IllegalArgumentException where the bytes are not those of an index
     */
    public static OfferIndex read(byte[] bytes) {
        return OfferIndexBytes.read(bytes);
    }

    /**
     * The index of telemetry's CSV.
     *
     * @throws RuntimeException naming the line where it is not of the agreed form
     */
    public static OfferIndex ofCsv(long epoch, InputStream csv, Collection<Region> regions) {
        OfferIndexBuilder builder = new OfferIndexBuilder();
        OfferCsv.read(csv, builder);
        return builder.build(epoch, regions);
    }

    /** The header row that {@link #ofCsv} needs, in any order. */
    public static String csvHeader() {
        return String.join(",", OfferCsv.COLUMNS);
    }

    /** The zone of an offer, provider-qualified. */
    public String zone(int offer) {
        return names.zones.get(columns.zone[offer]);
    }

    /** Whether an offer is under this purchase option. */
    public boolean is(int offer, PurchaseOption option) {
        return columns.option[offer] == option.ordinal();
    }

    /** An index of some of these offers only, given in ascending order; they are numbered anew from 0. */
    public OfferIndex only(int[] offers) {
        Columns some = new Columns(offers.length);
        for (int i = 0; i < offers.length; i++) {
            some.copyFrom(columns, offers[i], i);
        }
        return new OfferIndex(epoch, some, names, knownRegions());
    }

    /** A copy to change some offers in, such as to ask what would be decided then; this index stays as it is. */
    public Edit edit() {
        return new Edit(this);
    }

    /** An index on the way to differing from another in a few offers. */
    public static final class Edit {
        private final OfferIndex from;
        private final Columns columns;

        private Edit(OfferIndex from) {
            this.from = from;
            this.columns = new Columns(from.columns);
        }

        /** Sets a price in units of {@link #MONEY_SCALE} decimals, above 0. */
        public Edit price(int offer, long units) {
            if (units <= 0) {
                throw new IllegalArgumentException("a price must be above zero");
            }
            columns.price[offer] = units;
            return this;
        }

        public Edit available(int offer, boolean available) {
            columns.available[offer] = available;
            return this;
        }

        /** Sets the fraction of such instances interrupted in a month, 0 to 1. */
        public Edit interruptionRate(int offer, double rate) {
            if (!(rate >= 0 && rate <= 1)) {
                throw new IllegalArgumentException("an interruption rate lies between 0 and 1, not " + rate);
            }
            columns.interruptionRate[offer] = (float) rate;
            return this;
        }

        /** The changed index; this must not be used any more after it. */
        public OfferIndex build() {
            return new OfferIndex(from.epoch, columns, from.names, from.knownRegions());
        }
    }

    Columns columns() {
        return columns;
    }

    Dictionaries names() {
        return names;
    }

    static long key(int zone, int type, PurchaseOption option) {
        return ((long) zone << 24) | ((long) type << 4) | option.ordinal();
    }

    private static @Nullable Instant instant(long millis) {
        return millis == NO_TIME ? null : Instant.ofEpochMilli(millis);
    }

    /** The decimal that the float was read from, so that 0.05 is not shown as 0.05000000074505806. */
    private static double rate(float rate) {
        return Double.parseDouble(Float.toString(rate));
    }

    private long fingerprintOf() {
        long[] zones = hashes(names.zones);
        long[] types = new long[names.shapes.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = hash(names.shapes.get(i).toString());
        }
        long sum = 0;
        for (int i = 0; i < columns.size(); i++) {
            long h = mix(zones[columns.zone[i]]);
            h = mix(h ^ types[columns.shape[i]]);
            h = mix(h ^ columns.option[i]);
            h = mix(h ^ columns.price[i]);
            h = mix(h ^ Float.floatToIntBits(columns.interruptionRate[i]));
            sum += mix(h ^ (columns.available[i] ? 1 : 0));
        }
        return sum;
    }

    private static long[] hashes(Names names) {
        long[] hashes = new long[names.size()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = hash(names.get(i));
        }
        return hashes;
    }

    /** FNV-1a over UTF-16 units. */
    private static long hash(String text) {
        long h = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            h = (h ^ text.charAt(i)) * 0x100000001b3L;
        }
        return h;
    }

    /** The mixer of SplitMix64. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** A growing list of texts with their numbers. */
    static final class Names {
        private final ArrayList<String> texts;
        private final Map<String, Integer> ids;

        Names() {
            texts = new ArrayList<>();
            ids = new HashMap<>();
        }

        Names(Names other) {
            texts = new ArrayList<>(other.texts);
            ids = new HashMap<>(other.ids);
        }

        int add(String text) {
            Integer known = ids.get(text);
            if (known != null) {
                return known;
            }
            ids.put(text, texts.size());
            texts.add(text);
            return texts.size() - 1;
        }

        int idOf(String text) {
            return ids.getOrDefault(text, -1);
        }

        String get(int id) {
            return texts.get(id);
        }

        int size() {
            return texts.size();
        }
    }

    /** What repeats in the columns. */
    static final class Dictionaries {
        final Names regions;
        final Names zones;
        final Names types;
        final Names sources;
        final Names currencies;
        final ArrayList<Shape> shapes;
        final Map<Shape, Integer> shapeIds;

        Dictionaries() {
            regions = new Names();
            zones = new Names();
            types = new Names();
            sources = new Names();
            currencies = new Names();
            shapes = new ArrayList<>();
            shapeIds = new HashMap<>();
        }

        Dictionaries(Dictionaries other) {
            regions = new Names(other.regions);
            zones = new Names(other.zones);
            types = new Names(other.types);
            sources = new Names(other.sources);
            currencies = new Names(other.currencies);
            shapes = new ArrayList<>(other.shapes);
            shapeIds = new HashMap<>(other.shapeIds);
        }

        int add(Shape shape) {
            Integer known = shapeIds.get(shape);
            if (known != null) {
                return known;
            }
            shapeIds.put(shape, shapes.size());
            shapes.add(shape);
            return shapes.size() - 1;
        }
    }
}
