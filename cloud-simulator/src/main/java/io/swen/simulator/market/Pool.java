package io.swen.simulator.market;

import io.swen.catalog.CatalogInstanceType;
import io.swen.catalog.CatalogOffer;
import io.swen.catalog.Provider;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One instance type in one zone, with its on-demand price and, where it is sold as spot, a spot price that moves.
 *
 * <p>The spot price needs no storage: it is a function of seed, pool and time. Time is cut into cells of three hours that start
 * at another moment in each pool; most cells hold one change, at a random moment inside. The logarithm of the price over its
 * base at change {@code k} is the autoregressive process of order one with coefficient 0.85, written as the sum of its last
 * shocks, so that any moment can be computed without the ones before. One shock in 64 is a squeeze. The price stays between
 * 60 per cent of the base and on-demand, unless the {@link Weather} says otherwise.
 */
public final class Pool {

    private static final long CELL_SECONDS = Duration.ofHours(3).toSeconds();
    private static final int MEMORY = 24;
    private static final double REVERSION = 0.85;
    private static final double STEP = 0.035;
    private static final double SQUEEZE = 0.25;
    private static final int CHANGING_OF_16 = 11;

    private final Provider provider;
    private final String region;
    private final String zone;
    private final CatalogInstanceType type;
    private final BigDecimal onDemand;
    private final String currency;
    private final @Nullable CatalogOffer spot;
    private final long seed;
    private final long phase;
    private final Weather weather;

    Pool(CatalogOffer onDemand, @Nullable CatalogOffer spot, long seed, Weather weather) {
        this.weather = weather;
        this.provider = onDemand.provider();
        this.region = onDemand.region().substring(provider.id().length() + 1);
        this.zone = onDemand.zone().substring(onDemand.provider().id().length() + 1);
        this.type = onDemand.type();
        this.onDemand = onDemand.price();
        this.currency = onDemand.currency();
        this.spot = spot;
        this.seed = Seeded.hash(seed, zone + "/" + type.name());
        this.phase = (long) (Seeded.unit(Seeded.hash(this.seed, -1)) * CELL_SECONDS);
    }

    public Provider provider() {
        return provider;
    }

    /** The region's bare name. */
    public String region() {
        return region;
    }

    /** Whether a spot instance could be started at a moment. */
    public boolean hasSpotCapacity(Instant at) {
        return spot != null && weather.hasSpotCapacity(this, at);
    }

    /** The first moment from the given one on at which spot capacity is gone, as far as that is known. */
    public Optional<Instant> spotLost(Instant from) {
        return spot == null ? Optional.empty() : weather.spotLost(this, from);
    }

    /** The zone's bare name, {@code use1-az1} or {@code cn-hangzhou-h}. */
    public String zone() {
        return zone;
    }

    public CatalogInstanceType type() {
        return type;
    }

    public BigDecimal onDemandPrice() {
        return onDemand;
    }

    public String currency() {
        return currency;
    }

    public boolean sellsSpot() {
        return spot != null;
    }

    /** Share of spot instances that are interrupted in a month. */
    public double interruptionRate() {
        return spot == null ? 0 : spot.interruptionRate();
    }

    /** The spot price in force at a moment, with the moment since when it is; empty where no spot is sold. */
    public Optional<SpotQuote> spotAt(Instant time) {
        return spotBetween(time, time, 1).stream().findFirst();
    }

    /**
     * The changes of the spot price between two moments, newest first, and the one before them that was in force at the start.
     *
     * @param limit how many at most
     */
    public List<SpotQuote> spotBetween(Instant start, Instant end, int limit) {
        var quotes = new ArrayList<SpotQuote>();
        if (spot == null || limit <= 0 || start.isAfter(end)) {
            return quotes;
        }
        long cell = changeAtOrBefore(end.getEpochSecond());
        Instant until = end;
        while (quotes.size() < limit) {
            Instant began = Instant.ofEpochSecond(changeSecond(cell));
            for (Instant change : weather.priceChanges(this, began, until).reversed()) {
                quotes.add(quote(spot, cell, change));
                if (quotes.size() == limit || !change.isAfter(start)) {
                    return quotes;
                }
            }
            quotes.add(quote(spot, cell, began));
            if (!began.isAfter(start)) {
                break;
            }
            until = began.minusNanos(1);
            cell = changingCell(cell - 1);
        }
        return quotes;
    }

    /** The first change in the time span after which the spot price is above a limit. */
    public Optional<Instant> firstAbove(BigDecimal limit, Instant from, Duration within) {
        if (spot == null || limit.compareTo(onDemand) >= 0) {
            return Optional.empty();
        }
        Instant end = from.plus(within);
        for (long cell = cellOf(from.getEpochSecond()); ; cell++) {
            if (!changes(cell)) {
                continue;
            }
            Instant began = Instant.ofEpochSecond(changeSecond(cell));
            if (began.isAfter(end)) {
                return Optional.empty();
            }
            Instant ended = Instant.ofEpochSecond(changeSecond(nextChangingCell(cell)));
            List<Instant> changes = new ArrayList<>(List.of(began));
            changes.addAll(weather.priceChanges(this, began, ended.minusNanos(1)));
            for (Instant change : changes) {
                if (change.isAfter(from)
                        && !change.isAfter(end)
                        && quote(spot, cell, change).price().compareTo(limit) > 0) {
                    return Optional.of(change);
                }
            }
        }
    }

    /** The price of a cell, as the weather at a moment within it makes it. */
    private SpotQuote quote(CatalogOffer offer, long cell, Instant since) {
        double x = 0;
        double weight = 1;
        for (int j = 0; j < MEMORY; j++) {
            long hash = Seeded.hash(seed, cell - j);
            double shock = Seeded.normal(hash) * STEP;
            if ((Seeded.hash(hash, 1) & 63) == 0) {
                shock += SQUEEZE;
            }
            x += weight * shock;
            weight *= REVERSION;
        }
        double factor = Math.max(0.6, Math.exp(x)) * weather.priceFactor(this, since);
        int scale = offer.currency().equals("USD") ? 6 : 4;
        BigDecimal price = offer.price()
                .multiply(BigDecimal.valueOf(factor))
                .setScale(scale, RoundingMode.HALF_UP)
                .min(onDemand.setScale(scale, RoundingMode.DOWN))
                .max(BigDecimal.ONE.movePointLeft(scale));
        return new SpotQuote(price, since);
    }

    private long changeAtOrBefore(long second) {
        long cell = cellOf(second);
        return changingCell(changeSecond(cell) <= second ? cell : cell - 1);
    }

    private long changingCell(long cell) {
        while (!changes(cell)) {
            cell--;
        }
        return cell;
    }

    private long nextChangingCell(long cell) {
        long next = cell + 1;
        while (!changes(next)) {
            next++;
        }
        return next;
    }

    private boolean changes(long cell) {
        return (Seeded.hash(seed ^ 0x5bf0_3635L, cell) & 15) < CHANGING_OF_16;
    }

    private long cellOf(long second) {
        return Math.floorDiv(second + phase, CELL_SECONDS);
    }

    private long changeSecond(long cell) {
        return cell * CELL_SECONDS
                - phase
                + (long) (Seeded.unit(Seeded.hash(seed ^ 0x1234_5678L, cell)) * CELL_SECONDS);
    }
}
