package io.swen.telemetry.cost;

import io.swen.telemetry.catalog.Catalog;
import io.swen.telemetry.cost.CostLedger.Daily;
import io.swen.telemetry.cost.CostLedger.Totals;
import io.swen.telemetry.metrics.RunningInstances;
import io.swen.telemetry.metrics.RunningInstances.Running;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What other features may know of costs: sums, days, the month's end and savings of a scope. */
@Component
public class Costs {

    static final int SHOWN_DECIMALS = 6;
    private static final int HISTORY_DAYS = 90;
    private static final int MOST_UNUSUAL = 100;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** What a day cost. */
    public record Day(LocalDate day, BigDecimal usd, boolean simulated) {}

    /**
     * What a span cost.
     *
     * @param basis {@code metered} (price times time), {@code billed}, or {@code mixed}
     * @param estimated whether a bill in it may still change
     */
    public record Spend(BigDecimal usd, BigDecimal billedUsd, String basis, boolean estimated, boolean simulated) {}

    /**
     * What was saved against the baselines of the workloads: the cheapest on-demand offer in the home region when each was
     * decided, held for its life.
     *
     * @param coveredUsd the cost of what has a known baseline; only that is compared
     * @param savedUsd {@code baselineUsd - coveredUsd}
     * @param percent of the baseline; null where there is none
     */
    public record Savings(
            BigDecimal spentUsd,
            BigDecimal coveredUsd,
            BigDecimal baselineUsd,
            BigDecimal savedUsd,
            @Nullable BigDecimal percent) {}

    /** What has a key in common; {@code none} carries none. */
    public record Part(String key, BigDecimal usd) {}

    /**
     * What took effect in a span.
     *
     * @param decisions placement decisions whose instances were started
     * @param workloads that ran
     * @param instances that ran
     * @param launched instances that were started
     */
    public record Placements(int decisions, int workloads, int instances, int launched) {}

    private final CostLedger ledger;
    private final SpendAnomalies anomalies;
    private final MonthEnds monthEnds;
    private final RunningInstances instances;
    private final Catalog catalog;
    private final Clock clock;

    Costs(
            CostLedger ledger,
            SpendAnomalies anomalies,
            MonthEnds monthEnds,
            RunningInstances instances,
            Catalog catalog,
            Clock clock) {
        this.ledger = ledger;
        this.anomalies = anomalies;
        this.monthEnds = monthEnds;
        this.instances = instances;
        this.catalog = catalog;
        this.clock = clock;
    }

    /** What a span of full hours cost. */
    public Spend spend(CostScope scope, Instant from, Instant to) {
        Totals totals = ledger.totals(scope, from, to);
        return new Spend(
                totals.usd(),
                totals.billedUsd(),
                basis(totals.usd(), totals.billedUsd()),
                totals.estimated(),
                totals.simulated());
    }

    /** What the month so far cost. */
    public Spend monthToDate(CostScope scope) {
        Instant now = clock.instant();
        return spend(scope, startOfMonth(now), ceiling(now));
    }

    /** Costs by day, without gaps. */
    public List<Day> days(CostScope scope, LocalDate from, LocalDate to) {
        Map<LocalDate, Daily> known = new HashMap<>();
        for (Daily daily : ledger.daily(scope, Grouping.PROVIDER, start(from), start(to))) {
            known.merge(
                    daily.day(),
                    daily,
                    (one, other) -> new Daily(
                            one.day(),
                            null,
                            one.usd().add(other.usd()),
                            one.billedUsd().add(other.billedUsd()),
                            one.simulated() || other.simulated()));
        }
        List<Day> days = new ArrayList<>();
        for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
            Daily daily = known.get(day);
            days.add(new Day(day, daily == null ? BigDecimal.ZERO : daily.usd(), daily != null && daily.simulated()));
        }
        return days;
    }

    /**
     * Costs of a span of full hours by what they have in common, the largest first.
     *
     * @param column {@code team}, {@code provider}, {@code region}, {@code purchase_option}, {@code workload}, …
     */
    public List<Part> parts(CostScope scope, String column, Instant from, Instant to) {
        Map<String, BigDecimal> sums = new HashMap<>();
        for (Daily daily : ledger.daily(scope, Grouping.of(column), from, to)) {
            sums.merge(daily.key() == null ? "none" : daily.key(), daily.usd(), BigDecimal::add);
        }
        return sums.entrySet().stream()
                .map(entry -> new Part(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Part::usd).reversed().thenComparing(Part::key))
                .toList();
    }

    /** What took effect in a span. */
    public Placements placements(CostScope scope, Instant from, Instant to) {
        CostLedger.Effects effects = ledger.effects(scope, from, to);
        return new Placements(effects.decisions(), effects.workloads(), effects.instances(), effects.launched());
    }

    /** The unusual days of a span, newest first, at most a hundred. */
    public List<SpendAnomaly> unusual(CostScope scope, LocalDate from, LocalDate to) {
        return anomalies.list(scope, from, to, MOST_UNUSUAL);
    }

    /** The first day that has any cost; empty where none has. */
    public Optional<LocalDate> firstDay(CostScope scope) {
        return Optional.ofNullable(ledger.firstDay(scope));
    }

    /** What the month is expected to come to. */
    public MonthEnd monthEnd(CostScope scope) {
        Instant now = clock.instant();
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        LocalDate oldest = today.minusDays(HISTORY_DAYS);
        LocalDate first = ledger.firstDay(scope);
        // The first day is rarely a whole one.
        LocalDate from = first == null || !first.isAfter(oldest) ? oldest : first.plusDays(1);
        List<BigDecimal> days = first == null || !from.isBefore(today)
                ? List.of()
                : days(scope, from, today).stream().map(Day::usd).toList();
        BigDecimal spent = ledger.totals(scope, startOfMonth(now), ceiling(now)).usd();
        return monthEnds.of(new MonthEndForecast.Known(days, today.minusDays(1), spent, hourly(scope), now));
    }

    /** What runs now costs an hour, as far as prices are known. */
    public BigDecimal hourly(CostScope scope) {
        return instances.unsettled().stream()
                .filter(instance -> instance.endedAt() == null
                        && scope.covers(
                                instance.team(),
                                instance.environment(),
                                instance.provider().id()))
                .flatMap(instance -> price(instance).stream())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What a span of full hours saved. */
    public Savings savings(CostScope scope, Instant from, Instant to) {
        Totals totals = ledger.totals(scope, from, to);
        BigDecimal saved = totals.baselineUsd().subtract(totals.comparableUsd());
        return new Savings(
                totals.usd(),
                totals.comparableUsd(),
                totals.baselineUsd(),
                saved,
                totals.baselineUsd().signum() == 0
                        ? null
                        : saved.multiply(HUNDRED).divide(totals.baselineUsd(), 1, RoundingMode.HALF_EVEN));
    }

    private List<BigDecimal> price(Running instance) {
        return catalog.offer(instance.offer()).stream()
                .map(offer -> offer.price().amount())
                .toList();
    }

    static String basis(BigDecimal usd, BigDecimal billed) {
        if (billed.signum() == 0) {
            return "metered";
        }
        return billed.compareTo(usd) == 0 ? "billed" : "mixed";
    }

    static Instant startOfMonth(Instant now) {
        return now.atOffset(ZoneOffset.UTC)
                .withDayOfMonth(1)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant();
    }

    static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    static Instant ceiling(Instant instant) {
        Instant hour = instant.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(instant) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }
}
