package io.swen.telemetry.cost;

import io.swen.platform.money.Money;
import io.swen.platform.security.Actor;
import io.swen.telemetry.catalog.Catalog;
import io.swen.telemetry.catalog.Offer;
import io.swen.telemetry.cloud.CloudProperties;
import io.swen.telemetry.metrics.RunningInstances;
import io.swen.telemetry.metrics.RunningInstances.Running;
import io.swen.telemetry.support.TimeSpan;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sums up costs as far as a caller may see them. */
@Component
class CostSummaries {

    private static final int SHOWN_DECIMALS = 6;
    private static final String NO_TEAM = "none";
    private static final String METERED = "metered";

    /** Sums of what has a key in common. */
    private record Part(String key, int instances, Money hourly, Money total, Money monthToDate) {

        Part plus(Part other) {
            return new Part(
                    key,
                    instances + other.instances,
                    hourly.plus(other.hourly),
                    total.plus(other.total),
                    monthToDate.plus(other.monthToDate));
        }
    }

    private record Rate(Running instance, BigDecimal usdPerHour) {}

    private final RunningInstances instances;
    private final Catalog catalog;
    private final CostStore store;
    private final CloudProperties clouds;
    private final Clock clock;

    CostSummaries(RunningInstances instances, Catalog catalog, CostStore store, CloudProperties clouds, Clock clock) {
        this.instances = instances;
        this.catalog = catalog;
        this.store = store;
        this.clouds = clouds;
        this.clock = clock;
    }

    CostController.Summary summary(@Nullable Instant from, @Nullable Instant to, Actor actor) {
        Instant now = clock.instant();
        Instant month = now.atOffset(ZoneOffset.UTC)
                .withDayOfMonth(1)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant();
        // At the very start of a month there is no time since it began; an hour is shown instead.
        Duration monthSoFar = Duration.between(month, now);
        TimeSpan asked = TimeSpan.of(from, to, now, monthSoFar.isPositive() ? monthSoFar : Duration.ofHours(1));
        Instant start = asked.from().truncatedTo(ChronoUnit.HOURS);
        Instant end = ceiling(asked.to());
        List<CostStore.Sum> sums = store.sums(start, end, month, ceiling(now), actor);
        List<Running> running = instances.unsettled().stream()
                .filter(instance -> instance.endedAt() == null && instance.isVisibleTo(actor))
                .toList();
        List<Rate> rates =
                running.stream().flatMap(instance -> rate(instance).stream()).toList();
        return new CostController.Summary(
                now,
                start,
                end,
                usd(rates.stream().map(Rate::usdPerHour)),
                usd(sums.stream().map(CostStore.Sum::inSpan)),
                usd(sums.stream().map(CostStore.Sum::inMonth)),
                running.size(),
                running.size() - rates.size(),
                METERED,
                clouds.simulated()
                        || running.stream().anyMatch(Running::simulated)
                        || sums.stream().anyMatch(CostStore.Sum::simulated),
                parts(rates, sums, r -> r.provider().id(), CostStore.Sum::provider).stream()
                        .map(p -> new CostController.ProviderCost(
                                p.key(), p.instances(), p.hourly(), p.total(), p.monthToDate()))
                        .toList(),
                parts(rates, sums, r -> orNone(r.team()), sum -> orNone(sum.team())).stream()
                        .map(p -> new CostController.TeamCost(
                                p.key(), p.instances(), p.hourly(), p.total(), p.monthToDate()))
                        .toList(),
                parts(rates, sums, r -> r.offer().purchaseOption().id(), CostStore.Sum::purchaseOption).stream()
                        .map(p -> new CostController.PurchaseOptionCost(
                                p.key(), p.instances(), p.hourly(), p.total(), p.monthToDate()))
                        .toList());
    }

    private Optional<Rate> rate(Running instance) {
        return catalog.offer(instance.offer()).map(Offer::price).map(price -> new Rate(instance, price.amount()));
    }

    private static List<Part> parts(
            List<Rate> rates,
            List<CostStore.Sum> sums,
            Function<Running, String> keyOfInstance,
            Function<CostStore.Sum, String> keyOfSum) {
        Map<String, Part> parts = new TreeMap<>();
        for (CostStore.Sum sum : sums) {
            String key = keyOfSum.apply(sum);
            parts.merge(
                    key,
                    new Part(key, 0, usd(BigDecimal.ZERO), Money.usd(sum.inSpan()), Money.usd(sum.inMonth())),
                    Part::plus);
        }
        for (Rate rate : rates) {
            String key = keyOfInstance.apply(rate.instance());
            parts.merge(
                    key,
                    new Part(key, 1, Money.usd(rate.usdPerHour()), usd(BigDecimal.ZERO), usd(BigDecimal.ZERO)),
                    Part::plus);
        }
        return parts.values().stream()
                .map(part -> new Part(
                        part.key(),
                        part.instances(),
                        usd(part.hourly().amount()),
                        usd(part.total().amount()),
                        usd(part.monthToDate().amount())))
                .toList();
    }

    private static Money usd(java.util.stream.Stream<BigDecimal> amounts) {
        return usd(amounts.reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private static Money usd(BigDecimal amount) {
        return Money.usd(amount.setScale(SHOWN_DECIMALS, RoundingMode.HALF_EVEN));
    }

    private static String orNone(@Nullable String team) {
        return team == null ? NO_TEAM : team;
    }

    private static Instant ceiling(Instant instant) {
        Instant hour = instant.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(instant) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }
}
