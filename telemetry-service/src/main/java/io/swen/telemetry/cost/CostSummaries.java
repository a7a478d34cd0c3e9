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

    private static final String NONE = "none";

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
    private final CostLedger ledger;
    private final Costs costs;
    private final CloudProperties clouds;
    private final Clock clock;

    CostSummaries(
            RunningInstances instances,
            Catalog catalog,
            CostLedger ledger,
            Costs costs,
            CloudProperties clouds,
            Clock clock) {
        this.instances = instances;
        this.catalog = catalog;
        this.ledger = ledger;
        this.costs = costs;
        this.clouds = clouds;
        this.clock = clock;
    }

    CostController.Summary summary(@Nullable Instant from, @Nullable Instant to, Actor actor) {
        CostScope scope = CostScope.of(actor);
        Instant now = clock.instant();
        Instant month = Costs.startOfMonth(now);
        // At the very start of a month there is no time since it began; an hour is shown instead.
        Duration monthSoFar = Duration.between(month, now);
        TimeSpan asked = TimeSpan.of(from, to, now, monthSoFar.isPositive() ? monthSoFar : Duration.ofHours(1));
        Instant start = asked.from().truncatedTo(ChronoUnit.HOURS);
        Instant end = Costs.ceiling(asked.to());
        List<CostLedger.Sum> sums = ledger.sums(start, end, month, Costs.ceiling(now), scope);
        List<Running> running = instances.unsettled().stream()
                .filter(instance -> instance.endedAt() == null && instance.isVisibleTo(actor))
                .toList();
        List<Rate> rates =
                running.stream().flatMap(instance -> rate(instance).stream()).toList();
        BigDecimal total = sums.stream().map(CostLedger.Sum::inSpan).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal billed = sums.stream().map(CostLedger.Sum::billedInSpan).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new CostController.Summary(
                now,
                start,
                end,
                usd(rates.stream().map(Rate::usdPerHour)),
                usd(total),
                usd(sums.stream().map(CostLedger.Sum::inMonth)),
                running.size(),
                running.size() - rates.size(),
                Costs.basis(total, billed),
                sums.stream().anyMatch(CostLedger.Sum::estimated),
                usd(billed),
                CostController.MonthForecast.of(costs.monthEnd(scope)),
                CostController.Saved.of(costs.savings(scope, start, end)),
                clouds.simulated()
                        || running.stream().anyMatch(Running::simulated)
                        || sums.stream().anyMatch(CostLedger.Sum::simulated),
                parts(rates, sums, r -> r.provider().id(), CostLedger.Sum::provider).stream()
                        .map(p -> new CostController.ProviderCost(
                                p.key(), p.instances(), p.hourly(), p.total(), p.monthToDate()))
                        .toList(),
                parts(rates, sums, r -> orNone(r.team()), sum -> orNone(sum.team())).stream()
                        .map(p -> new CostController.TeamCost(
                                p.key(), p.instances(), p.hourly(), p.total(), p.monthToDate()))
                        .toList(),
                parts(rates, sums, r -> r.offer().purchaseOption().id(), sum -> orNone(sum.purchaseOption())).stream()
                        .map(p -> new CostController.PurchaseOptionCost(
                                p.key(), p.instances(), p.hourly(), p.total(), p.monthToDate()))
                        .toList());
    }

    private Optional<Rate> rate(Running instance) {
        return catalog.offer(instance.offer()).map(Offer::price).map(price -> new Rate(instance, price.amount()));
    }

    private static List<Part> parts(
            List<Rate> rates,
            List<CostLedger.Sum> sums,
            Function<Running, String> keyOfInstance,
            Function<CostLedger.Sum, String> keyOfSum) {
        Map<String, Part> parts = new TreeMap<>();
        for (CostLedger.Sum sum : sums) {
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
        return Money.usd(amount.setScale(Costs.SHOWN_DECIMALS, RoundingMode.HALF_EVEN));
    }

    private static String orNone(@Nullable String key) {
        return key == null ? NONE : key;
    }
}
