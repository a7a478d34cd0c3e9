package io.swen.simulator.billing;

import io.swen.catalog.Provider;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.fleet.InstanceStatus;
import io.swen.simulator.fleet.SimInstance;
import io.swen.simulator.market.Market;
import io.swen.simulator.market.Pool;
import io.swen.simulator.market.SpotQuote;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The true cost of each instance on each day: price times the time in which the provider charges, from running to its end, with
 * a spot instance's price as it moved.
 */
public final class Bills {

    private static final BigDecimal SECONDS_IN_HOUR = BigDecimal.valueOf(3_600);
    private static final int DECIMALS = 10;

    private final Provider provider;
    private final Market market;
    private final Fleet fleet;

    public Bills(Provider provider, Market market, Fleet fleet) {
        this.provider = provider;
        this.market = market;
        this.fleet = fleet;
    }

    /** What an instance cost on a day, in the currency of its provider, and for how long it was charged. */
    public record Line(SimInstance instance, LocalDate day, Duration charged, BigDecimal amount, String currency) {}

    /** The lines of a day that cost something, as far as the day has passed. */
    public List<Line> of(String account, LocalDate day, Instant now) {
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        var lines = new ArrayList<Line>();
        for (SimInstance instance : fleet.everyInstance(provider, account)) {
            Instant from = later(instance.runningAt(), start);
            Instant to = earlier(chargedUntil(instance, now), end);
            Pool pool = pool(instance).orElse(null);
            if (pool == null || !from.isBefore(to)) {
                continue;
            }
            lines.add(new Line(
                    instance, day, Duration.between(from, to), cost(instance, pool, from, to), pool.currency()));
        }
        return lines;
    }

    private Optional<Pool> pool(SimInstance instance) {
        return market.region(instance.region()).flatMap(region -> region.pool(instance.zone(), instance.type()));
    }

    private static BigDecimal cost(SimInstance instance, Pool pool, Instant from, Instant to) {
        if (!instance.spot()) {
            return cost(pool.onDemandPrice(), from, to);
        }
        BigDecimal sum = BigDecimal.ZERO;
        Instant until = to;
        // Newest first; the last one was in force at the start.
        for (SpotQuote quote : pool.spotBetween(from, to, Integer.MAX_VALUE)) {
            Instant since = later(quote.since(), from);
            if (since.isBefore(until)) {
                sum = sum.add(cost(quote.price(), since, until));
                until = since;
            }
        }
        return sum;
    }

    private static BigDecimal cost(BigDecimal hourly, Instant from, Instant to) {
        BigDecimal seconds = BigDecimal.valueOf(Duration.between(from, to).toMillis(), 3);
        return hourly.multiply(seconds)
                .divide(SECONDS_IN_HOUR, MathContext.DECIMAL64)
                .setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    /** When charging ends, or the moment at hand. EC2 charges nothing for what is stopped; ECS goes on until it is released. */
    private Instant chargedUntil(SimInstance instance, Instant now) {
        InstanceStatus status = InstanceStatus.of(instance, now);
        InstanceStatus.End end = status.end();
        if (end == null || (provider == Provider.ALIBABA && !status.ending())) {
            return now;
        }
        Instant at = switch (end) {
            case USER -> instance.deletedAt();
            case SHUTDOWN -> instance.workEndsAt();
            case INTERRUPTION -> instance.interruptedAt();
        };
        return at == null ? now : at;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
