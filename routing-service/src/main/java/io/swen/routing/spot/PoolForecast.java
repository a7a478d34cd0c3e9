package io.swen.routing.spot;

import io.swen.platform.json.ContentHash;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.placement.InterruptionForecast;
import io.swen.routing.placement.MonthlyRates;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The monthly rates that come with the offers, corrected for pools of which something was seen: by how much more or less often they
 * lost capacity than their rate says, and by how losses cluster after a loss, as the curve of the traces has it.
 *
 * <p>A pool of which nothing was seen has exactly the chance of its monthly rate. The curve gives only the shape over the age of a
 * pool's capacity, its height comes from the rate: the traces are of the scarcest machines of their time.
 */
final class PoolForecast implements InterruptionForecast {

    private static final String FORM = "pool-losses/1";

    /**
     * What a pool differs by.
     *
     * @param factor of the hazard of its rate
     * @param age bucket of the time since its last loss; {@link LossCurve#anyAge()} where none was seen
     */
    record Pool(double factor, int age) {

        Pool {
            if (!(factor > 0) || !Double.isFinite(factor) || age < 0 || age > LossCurve.anyAge()) {
                throw new IllegalArgumentException("a pool cannot have the factor " + factor + " and the age " + age);
            }
        }
    }

    private final LossCurve curve;
    private final Map<String, Pool> pools;
    private final byte[] bytes;
    private final String id;

    /** @param pools by {@code zone/instance_type} */
    PoolForecast(LossCurve curve, Map<String, Pool> pools) {
        this.curve = curve;
        this.pools = Map.copyOf(pools);
        StringBuilder text = new StringBuilder(FORM).append('\n').append(curve.text());
        new TreeMap<>(pools)
                .forEach((name, pool) -> text.append(name)
                        .append(' ')
                        .append(pool.factor())
                        .append(' ')
                        .append(pool.age())
                        .append('\n'));
        this.bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        this.id = ContentHash.of(bytes);
    }

    /** @throws IllegalArgumentException where the bytes are none of such a forecast */
    static PoolForecast read(byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        if (!lines[0].equals(FORM) || lines.length < 2 + LossCurve.LINES) {
            throw new IllegalArgumentException("these bytes are no forecast of the form " + FORM);
        }
        LossCurve curve = LossCurve.ofText(java.util.Arrays.asList(lines).subList(1, 1 + LossCurve.LINES));
        Map<String, Pool> pools = new HashMap<>();
        for (int i = 1 + LossCurve.LINES; i < lines.length - 1; i++) {
            String[] parts = lines[i].split(" ", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException(
                        "line " + (i + 1) + " is not a pool with factor and age: " + lines[i]);
            }
            pools.put(parts[0], new Pool(Double.parseDouble(parts[1]), Integer.parseInt(parts[2])));
        }
        return new PoolForecast(curve, pools);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public double probability(OfferIndex index, int offer, double hours) {
        Pool pool = index.isSpot(offer) ? pools.get(name(index.offerId(offer))) : null;
        return pool == null
                ? MonthlyRates.INSTANCE.probability(index, offer, hours)
                : probability(index, offer, pool, hours);
    }

    @Override
    public Horizon at(OfferIndex index, double hours) {
        Horizon rates = MonthlyRates.INSTANCE.at(index, hours);
        Map<Integer, Double> seen = new HashMap<>();
        pools.forEach((name, pool) -> {
            int offer = index.find(name + "/spot");
            if (offer >= 0) {
                seen.put(offer, probability(index, offer, pool, hours));
            }
        });
        if (seen.isEmpty()) {
            return rates;
        }
        return new Horizon() {
            @Override
            public double probability(int offer) {
                Double chance = seen.get(offer);
                return chance == null ? rates.probability(offer) : chance;
            }

            @Override
            public double interruptions(int offer) {
                Double chance = seen.get(offer);
                return chance == null ? rates.interruptions(offer) : InterruptionForecast.expected(chance);
            }
        };
    }

    private double probability(OfferIndex index, int offer, Pool pool, double hours) {
        return curve.probability(pool.age(), hours, pool.factor() * hourly(index, offer) / curve.hourly());
    }

    /** The hazard an hour of an offer's monthly rate. */
    static double hourly(OfferIndex index, int offer) {
        return InterruptionForecast.expected(MonthlyRates.INSTANCE.probability(index, offer, 1));
    }

    @Override
    public String explain(OfferIndex index, int offer) {
        String rate = MonthlyRates.INSTANCE.explain(index, offer);
        Pool pool = index.isSpot(offer) ? pools.get(name(index.offerId(offer))) : null;
        if (pool == null) {
            return rate;
        }
        String seen = String.format(Locale.ROOT, "; %.2f times as often by what was seen here", pool.factor());
        if (pool.age() == LossCurve.anyAge()) {
            return rate + seen;
        }
        double near = curve.hazard(pool.age(), 1) / curve.hazard(LossCurve.anyAge(), 1);
        return rate
                + seen
                + String.format(
                        Locale.ROOT, ", and %.1f times that in the next hour for the time since the last loss", near);
    }

    /** Of {@code zone/instance_type/purchase_option} the first two. */
    static String name(String offerId) {
        return offerId.substring(0, offerId.lastIndexOf('/'));
    }
}
