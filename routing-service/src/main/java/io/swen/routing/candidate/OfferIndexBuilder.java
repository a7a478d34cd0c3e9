package io.swen.routing.candidate;

import io.swen.routing.candidate.OfferIndex.Columns;
import io.swen.routing.candidate.OfferIndex.Dictionaries;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Makes an index out of rows, either all of them or those that changed since an earlier index. */
final class OfferIndexBuilder {

    private static final int ORDINAL_BITS = 22;
    private static final int MOST_OFFERS = 1 << ORDINAL_BITS;
    private static final int FIRST_CAPACITY = 1 << 14;

    private final @Nullable OfferIndex base;
    private final Dictionaries names;
    private Columns rows = new Columns(FIRST_CAPACITY);
    private int count;

    /** Starts from nothing. */
    OfferIndexBuilder() {
        this.base = null;
        this.names = new Dictionaries();
    }

    /** Starts from an index; rows of known offers replace theirs. */
    OfferIndexBuilder(OfferIndex base) {
        this.base = base;
        this.names = new Dictionaries(base.names());
    }

    void add(OfferRow row) {
        if (count == rows.size()) {
            if (count >= MOST_OFFERS) {
                throw new IllegalArgumentException("more than " + MOST_OFFERS + " offers");
            }
            Columns larger = new Columns(count * 2);
            for (int i = 0; i < count; i++) {
                larger.copyFrom(rows, i, i);
            }
            rows = larger;
        }
        int zone = names.zones.add(row.zone());
        int region = names.regions.add(row.region());
        if (zone > Short.MAX_VALUE || region > Short.MAX_VALUE) {
            throw new IllegalArgumentException("more than " + Short.MAX_VALUE + " zones");
        }
        int at = count++;
        rows.key[at] = OfferIndex.key(zone, names.types.add(row.shape().instanceType()), row.option());
        rows.region[at] = (short) region;
        rows.zone[at] = (short) zone;
        rows.shape[at] = names.add(row.shape());
        rows.option[at] = (byte) row.option().ordinal();
        rows.price[at] = row.price();
        rows.listPrice[at] = row.listPrice();
        rows.currency[at] = (byte) names.currencies.add(row.listCurrency());
        rows.priceOrigin[at] = (byte) row.priceOrigin().ordinal();
        rows.source[at] = names.sources.add(row.source());
        rows.simulated[at] = row.simulated();
        var day = row.listAsOf();
        rows.listAsOf[at] = day == null ? OfferIndex.NO_DAY : (int) day.toEpochDay();
        rows.observedAt[at] = row.observedAt();
        rows.receivedAt[at] = row.receivedAt();
        rows.interruptionRate[at] = (float) row.interruptionRate();
        var origin = row.interruptionOrigin();
        rows.interruptionOrigin[at] = origin == null ? OfferIndex.NO_ORIGIN : (byte) origin.ordinal();
        rows.available[at] = row.available();
    }

    int count() {
        return count;
    }

    /**
     * The index of what was added.
     *
     * @throws IllegalArgumentException where an offer was added twice
     */
    OfferIndex build(long epoch, Collection<Region> regions) {
        long[] order = sorted();
        if (base == null) {
            Columns all = new Columns(count);
            for (int i = 0; i < count; i++) {
                all.copyFrom(rows, ordinal(order[i]), i);
            }
            return new OfferIndex(epoch, all, names, regions);
        }
        return new OfferIndex(epoch, merged(base.columns(), order), names, regions);
    }

    private Columns merged(Columns old, long[] order) {
        int added = 0;
        for (long entry : order) {
            if (Arrays.binarySearch(old.key, rows.key[ordinal(entry)]) < 0) {
                added++;
            }
        }
        Columns all = new Columns(old.size() + added);
        int from = 0;
        int next = 0;
        for (int to = 0; to < all.size(); to++) {
            long changed = next < order.length ? rows.key[ordinal(order[next])] : Long.MAX_VALUE;
            if (from < old.size() && old.key[from] < changed) {
                all.copyFrom(old, from++, to);
            } else {
                if (from < old.size() && old.key[from] == changed) {
                    from++;
                }
                all.copyFrom(rows, ordinal(order[next++]), to);
            }
        }
        return all;
    }

    /** Key and ordinal packed into one number, in order of the keys. */
    private long[] sorted() {
        long[] order = new long[count];
        for (int i = 0; i < count; i++) {
            order[i] = rows.key[i] << ORDINAL_BITS | i;
        }
        Arrays.sort(order);
        for (int i = 1; i < count; i++) {
            if (order[i] >>> ORDINAL_BITS == order[i - 1] >>> ORDINAL_BITS) {
                int twice = ordinal(order[i]);
                throw new IllegalArgumentException("an offer of " + names.zones.get(rows.zone[twice]) + "/"
                        + names.shapes.get(rows.shape[twice]).instanceType() + " stands there twice");
            }
        }
        return order;
    }

    private static int ordinal(long entry) {
        return (int) (entry & (MOST_OFFERS - 1));
    }
}
