package io.swen.telemetry.cost;

import io.swen.platform.money.Money;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.telemetry.cloud.CloudProperties;
import io.swen.telemetry.cost.Allocation.Outcome;
import io.swen.telemetry.cost.Allocation.Share;
import io.swen.telemetry.cost.CostLedger.Daily;
import io.swen.telemetry.cost.CostLedger.Usage;
import io.swen.telemetry.support.TimeSpan;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Answers questions about costs as far as a caller may see them. */
@Component
class CostReader {

    static final int LONGEST_DAYS = 400;
    private static final int MOST_GROUPS = 50;
    private static final int MOST_ANOMALIES = 200;
    private static final String NONE = "none";
    private static final String OTHER = "other";

    private final CostLedger ledger;
    private final Bills bills;
    private final SpendAnomalies anomalies;
    private final CostProperties properties;
    private final CloudProperties clouds;
    private final JdbcTemplate jdbc;
    private final Clock clock;

    CostReader(
            CostLedger ledger,
            Bills bills,
            SpendAnomalies anomalies,
            CostProperties properties,
            CloudProperties clouds,
            JdbcTemplate jdbc,
            Clock clock) {
        this.ledger = ledger;
        this.bills = bills;
        this.anomalies = anomalies;
        this.properties = properties;
        this.clouds = clouds;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A span of whole days, UTC; without bounds it is the month to date. */
    record Days(LocalDate from, LocalDate to) {

        static Days of(@Nullable Instant from, @Nullable Instant to, Instant now) {
            Duration sinceMonth = Duration.between(Costs.startOfMonth(now), now);
            TimeSpan span = TimeSpan.of(from, to, now, sinceMonth.isPositive() ? sinceMonth : Duration.ofHours(1));
            LocalDate first = span.from().atOffset(ZoneOffset.UTC).toLocalDate();
            LocalDate last = span.to().minusNanos(1).atOffset(ZoneOffset.UTC).toLocalDate();
            if (ChronoUnit.DAYS.between(first, last) >= LONGEST_DAYS) {
                throw ProblemException.invalidField(
                        "from", span.from(), "at most " + LONGEST_DAYS + " days before to, " + span.to());
            }
            return new Days(first, last.plusDays(1));
        }

        Instant start() {
            return Costs.start(from);
        }

        Instant end() {
            return Costs.start(to);
        }
    }

    CostSeriesController.CostSeries series(String groupBy, @Nullable Instant from, @Nullable Instant to, Actor actor) {
        Grouping grouping = Grouping.of(groupBy);
        Days days = Days.of(from, to, clock.instant());
        List<Daily> rows = ledger.daily(CostScope.of(actor), grouping, days.start(), days.end());
        Map<String, BigDecimal> totals = new HashMap<>();
        rows.forEach(row -> totals.merge(orNone(row.key()), row.usd(), BigDecimal::add));
        List<String> shown = totals.entrySet().stream()
                .sorted(Map.Entry.<String, BigDecimal>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .limit(MOST_GROUPS)
                .toList();
        Map<String, TreeMap<LocalDate, Daily>> byKey = new LinkedHashMap<>();
        shown.forEach(key -> byKey.put(key, new TreeMap<>()));
        for (Daily row : rows) {
            String key = shown.contains(orNone(row.key())) ? orNone(row.key()) : OTHER;
            byKey.computeIfAbsent(key, each -> new TreeMap<>())
                    .merge(
                            row.day(),
                            row,
                            (one, more) -> new Daily(
                                    one.day(),
                                    one.key(),
                                    one.usd().add(more.usd()),
                                    one.billedUsd().add(more.billedUsd()),
                                    one.simulated() || more.simulated()));
        }
        List<CostSeriesController.CostGroup> groups = new ArrayList<>();
        byKey.forEach((key, daily) -> groups.add(new CostSeriesController.CostGroup(
                key,
                usd(daily.values().stream().map(Daily::usd).reduce(BigDecimal.ZERO, BigDecimal::add)),
                daily.values().stream()
                        .map(day -> new CostSeriesController.DayCost(
                                day.day(), usd(day.usd()), Costs.basis(day.usd(), day.billedUsd())))
                        .toList())));
        BigDecimal all = rows.stream().map(Daily::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal billed = rows.stream().map(Daily::billedUsd).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new CostSeriesController.CostSeries(
                days.start(),
                days.end(),
                grouping.column(),
                usd(all),
                Costs.basis(all, billed),
                clouds.simulated() || rows.stream().anyMatch(Daily::simulated),
                groups);
    }

    CostSeriesController.AllocatedCosts allocation(@Nullable Instant from, @Nullable Instant to, Actor actor) {
        Days days = Days.of(from, to, clock.instant());
        List<Allocation.Cost> costs = jdbc.query(
                "select team, provider, service, sum(cost_usd) from cost_entry"
                        + " where charge_start >= ? and charge_start < ? group by 1, 2, 3",
                (row, index) -> new Allocation.Cost(
                        row.getString(1),
                        String.valueOf(row.getString(2)),
                        String.valueOf(row.getString(3)),
                        row.getBigDecimal(4)),
                java.sql.Timestamp.from(days.start()),
                java.sql.Timestamp.from(days.end()));
        Outcome outcome = Allocation.of(costs, properties.allocation());
        // Rounded together, so that what is shown adds up as well.
        List<BigDecimal> exact = new ArrayList<>();
        for (Share share : outcome.shares()) {
            exact.add(share.direct());
            exact.add(share.shared());
        }
        exact.add(outcome.unallocated());
        List<BigDecimal> shown = Shares.round(exact, Costs.SHOWN_DECIMALS);
        List<CostSeriesController.TeamShare> teams = new ArrayList<>();
        for (int i = 0; i < outcome.shares().size(); i++) {
            Share share = outcome.shares().get(i);
            Set<String> teamsSeen = actor.teamFilter();
            // Sums of all environments are for those who see them all.
            if (actor.environmentFilter() != null || (teamsSeen != null && !teamsSeen.contains(share.team()))) {
                continue;
            }
            Map<String, Money> byRule = new TreeMap<>();
            share.byRule().forEach((rule, amount) -> byRule.put(rule, usd(amount)));
            teams.add(new CostSeriesController.TeamShare(
                    share.team(),
                    Money.usd(shown.get(2 * i)),
                    Money.usd(shown.get(2 * i + 1)),
                    Money.usd(shown.get(2 * i).add(shown.get(2 * i + 1))),
                    byRule));
        }
        boolean seesAll = seesAll(actor);
        return new CostSeriesController.AllocatedCosts(
                days.start(),
                days.end(),
                seesAll ? Money.usd(shown.stream().reduce(BigDecimal.ZERO, BigDecimal::add)) : null,
                seesAll ? Money.usd(shown.getLast()) : null,
                teams,
                properties.allocation().stream()
                        .map(rule -> new CostSeriesController.AllocationRule(
                                rule.name(), rule.split().name().toLowerCase(java.util.Locale.ROOT)))
                        .toList());
    }

    CostSeriesController.Reconciled reconciliation(@Nullable Instant from, @Nullable Instant to, Actor actor) {
        Days days = Days.of(from, to, clock.instant());
        if (!seesAll(actor)) {
            return new CostSeriesController.Reconciled(days.start(), days.end(), List.of());
        }
        return new CostSeriesController.Reconciled(
                days.start(),
                days.end(),
                bills.compare(days.from(), days.to()).stream()
                        .map(each -> {
                            BigDecimal compute = each.billedCompute();
                            BigDecimal other = each.billedOther();
                            BigDecimal difference = compute == null ? null : compute.subtract(each.metered());
                            return new CostSeriesController.ReconciledDay(
                                    each.provider(),
                                    each.day(),
                                    usd(each.metered()),
                                    compute == null ? null : usd(compute),
                                    other == null ? null : usd(other),
                                    difference == null ? null : usd(difference),
                                    difference == null || each.metered().signum() == 0
                                            ? null
                                            : difference
                                                    .movePointRight(2)
                                                    .divide(each.metered(), 1, RoundingMode.HALF_EVEN),
                                    usd(each.counted()),
                                    compute == null ? "metered" : "billed",
                                    each.estimated(),
                                    each.simulated());
                        })
                        .toList());
    }

    CostSeriesController.UnitCosts unitCosts(@Nullable Instant from, @Nullable Instant to, Actor actor) {
        Days days = Days.of(from, to, clock.instant());
        CostScope scope = CostScope.of(actor);
        Usage usage = ledger.usage(scope, days.start(), days.end());
        CostLedger.Totals totals = ledger.totals(scope, days.start(), days.end());
        return new CostSeriesController.UnitCosts(
                days.start(),
                days.end(),
                unit("workload_hour", usage.workloadUsd(), usage.workloadHours()),
                unit("vcpu_hour", usage.vcpuUsd(), usage.vcpuHours()),
                unit("gpu_hour", usage.gpuUsd(), usage.gpuHours()),
                Costs.basis(totals.usd(), totals.billedUsd()),
                clouds.simulated() || totals.simulated());
    }

    CostSeriesController.Anomalies anomalies(@Nullable Instant from, @Nullable Instant to, Actor actor) {
        Days days = Days.of(from, to, clock.instant());
        return new CostSeriesController.Anomalies(
                anomalies.list(CostScope.of(actor), days.from(), days.to(), MOST_ANOMALIES));
    }

    private static CostSeriesController.UnitCost unit(String unit, BigDecimal usd, BigDecimal hours) {
        return new CostSeriesController.UnitCost(
                unit,
                hours.setScale(Costs.SHOWN_DECIMALS, RoundingMode.HALF_EVEN),
                usd(usd),
                hours.signum() == 0 ? null : usd(usd.divide(hours, 12, RoundingMode.HALF_EVEN)));
    }

    private static boolean seesAll(Actor actor) {
        return actor.teamFilter() == null && actor.environmentFilter() == null;
    }

    private static Money usd(BigDecimal amount) {
        return Money.usd(amount.setScale(Costs.SHOWN_DECIMALS, RoundingMode.HALF_EVEN));
    }

    private static String orNone(@Nullable String key) {
        return key == null ? NONE : key;
    }
}
