package io.swen.routing.reservation;

import io.swen.platform.id.Uuids;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Counts what decisions take against quotas and budgets; everything runs in the transaction of the decision or of its end. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class Reservations {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    /** Whose limits are meant. */
    public record Scope(String team, String environment) {}

    /**
     * What quotas and budgets leave for one workload; null is unlimited.
     *
     * @param hourlyCost USD per hour, of quotas and of the budgets of all providers together
     * @param hourlyCostOf the same of single providers, where a budget is of one
     */
    public record Room(
            @Nullable BigDecimal hourlyCost,
            @Nullable Integer vcpus,
            @Nullable Integer gpus,
            Map<String, BigDecimal> hourlyCostOf) {

        public Room {
            hourlyCostOf = Map.copyOf(hourlyCostOf);
        }
    }

    private record Taken(BigDecimal hourlyCost, long vcpus, long gpus) {}

    private final QuotaProperties quotas;
    private final BudgetProperties properties;
    private final KnownBudgets known;
    private final BudgetReader reader;
    private final JdbcTemplate jdbc;
    private final Clock clock;

    Reservations(
            QuotaProperties quotas,
            BudgetProperties properties,
            KnownBudgets known,
            BudgetReader reader,
            JdbcTemplate jdbc,
            Clock clock) {
        this.quotas = quotas;
        this.properties = properties;
        this.known = known;
        this.reader = reader;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Whether it is known what budgets there are; nothing may be decided before. */
    @Transactional(propagation = Propagation.SUPPORTS)
    public boolean isReady() {
        return reader.isReady();
    }

    /**
     * Takes hold of every limit of these scopes until this transaction ends: no other decision is told anything of the same
     * limits, so that what is left is still there when it is reserved. All scopes of a transaction are named in one call;
     * the limits are locked in one order, so that two decisions cannot wait for each other.
     */
    public Ledger open(Collection<Scope> scopes) {
        Instant now = clock.instant();
        Set<String> keys = new TreeSet<>();
        for (QuotaProperties.Quota quota : quotas.quotas()) {
            if (scopes.stream().anyMatch(scope -> quota.holdsFor(scope.team(), scope.environment()))) {
                keys.add(Limit.OfQuota.key(quota));
            }
        }
        List<KnownBudget> budgets = budgets(scopes);
        budgets.forEach(budget -> keys.add(Limit.OfBudget.key(budget)));
        if (keys.isEmpty()) {
            return new Ledger(List.of(), now);
        }
        jdbc.query("select set_config('lock_timeout', ?, true)", row -> {}, LONGEST_WAIT.toMillis() + "ms");
        for (String key : keys) {
            jdbc.query("select pg_advisory_xact_lock(hashtextextended(?, 0))", row -> {}, key);
        }
        return new Ledger(limits(keys, budgets, now), now);
    }

    /** What is left at the moment, for a look that reserves nothing: it waits for nobody and holds nobody up. */
    @Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
    public Room look(Scope scope, @Nullable Double hours) {
        Instant now = clock.instant();
        Set<String> keys = new TreeSet<>();
        for (QuotaProperties.Quota quota : quotas.quotas()) {
            if (quota.holdsFor(scope.team(), scope.environment())) {
                keys.add(Limit.OfQuota.key(quota));
            }
        }
        return new Ledger(limits(keys, budgets(List.of(scope)), now), now)
                .room(scope.team(), scope.environment(), hours);
    }

    private List<KnownBudget> budgets(Collection<Scope> scopes) {
        if (!properties.enabled()) {
            return List.of();
        }
        return known.all().stream()
                .filter(budget -> scopes.stream().anyMatch(scope -> budget.holdsFor(scope.team(), scope.environment())))
                .toList();
    }

    private List<Limit> limits(Set<String> keys, List<KnownBudget> budgets, Instant now) {
        List<Limit> limits = new ArrayList<>();
        for (QuotaProperties.Quota quota : quotas.quotas()) {
            if (keys.contains(Limit.OfQuota.key(quota))) {
                Taken taken = taken(quota);
                limits.add(new Limit.OfQuota(quota, taken.hourlyCost(), taken.vcpus(), taken.gpus()));
            }
        }
        if (!budgets.isEmpty()) {
            Instant read = known.readAt();
            Instant metered = (read == null ? now : read).minus(properties.lag());
            for (KnownBudget budget : budgets) {
                limits.addAll(months(budget, now, metered));
            }
        }
        return limits;
    }

    /** What a budget leaves of this month and of the next, which a service started today runs into. */
    List<Limit.OfBudget> months(KnownBudget budget, Instant now, Instant metered) {
        Limit.Month current = Limit.Month.of(LocalDate.ofInstant(now, ZoneOffset.UTC));
        BigDecimal spent = budget.month().equals(current.first()) ? budget.spentUsd() : BigDecimal.ZERO;
        return List.of(
                new Limit.OfBudget(
                        budget,
                        current,
                        budget.amountUsd().subtract(spent).subtract(committed(budget, current, now, metered))),
                new Limit.OfBudget(
                        budget,
                        current.next(),
                        budget.amountUsd().subtract(committed(budget, current.next(), now, metered))));
    }

    /**
     * What reservations will have cost in a month that is not part of what was metered until {@code metered}: those that
     * are open, until their expected end and an hour from now at least, and those that were used and ended since.
     */
    private BigDecimal committed(KnownBudget budget, Limit.Month month, Instant now, Instant metered) {
        BigDecimal cost = jdbc.queryForObject(
                "select coalesce(sum(hourly_cost * greatest(0, extract(epoch from least(?::timestamptz, case"
                        + " when ended_at is not null then ended_at when hours is null then ?::timestamptz"
                        + " else greatest(created_at + hours * interval '1 hour', ?::timestamptz + interval '1 hour') end)"
                        + " - greatest(?::timestamptz, created_at)) / 3600)), 0) from reservation"
                        + " where (state <> 'released' or (used_at is not null and ended_at > ?::timestamptz))"
                        + " and (?::text is null or team = ?) and (?::text is null or environment = ?)"
                        + " and (?::text is null or provider is null or provider = ?)",
                BigDecimal.class,
                Timestamp.from(month.end()),
                Timestamp.from(month.end()),
                Timestamp.from(now),
                Timestamp.from(metered.isAfter(month.start()) ? metered : month.start()),
                Timestamp.from(metered),
                budget.team(),
                budget.team(),
                budget.environment(),
                budget.environment(),
                budget.provider(),
                budget.provider());
        return cost == null ? BigDecimal.ZERO : cost;
    }

    private Taken taken(QuotaProperties.Quota quota) {
        Taken taken = jdbc.queryForObject(
                "select coalesce(sum(hourly_cost), 0), coalesce(sum(vcpus), 0), coalesce(sum(gpus), 0) from reservation"
                        + " where state <> 'released' and (? = '*' or team = ?) and (? = '*' or environment = ?)",
                (row, index) -> new Taken(row.getBigDecimal(1), row.getLong(2), row.getLong(3)),
                quota.team(),
                quota.team(),
                quota.environment(),
                quota.environment());
        return taken == null ? new Taken(BigDecimal.ZERO, 0, 0) : taken;
    }

    /** The decision's change succeeded: what was held is in use now. */
    public void use(UUID decision) {
        jdbc.update(
                "update reservation set state = 'used', used_at = ? where decision_id = ? and state = 'held'",
                Timestamp.from(clock.instant()),
                decision);
    }

    /** What was released runs again, so that it counts, whether it fits or not. */
    public void reinstate(UUID decision) {
        jdbc.update(
                "update reservation set state = 'used', used_at = ?, ended_at = null, reason = null"
                        + " where decision_id = ? and state = 'released'",
                Timestamp.from(clock.instant()),
                decision);
    }

    /** The decision takes nothing any more. */
    public void release(UUID decision, String reason) {
        jdbc.update(
                "update reservation set state = 'released', ended_at = ?, reason = ?"
                        + " where decision_id = ? and state <> 'released'",
                Timestamp.from(clock.instant()),
                reason,
                decision);
    }

    /** Nothing of the workload takes anything any more. */
    public void releaseAll(String workload, String reason) {
        jdbc.update(
                "update reservation set state = 'released', ended_at = ?, reason = ?"
                        + " where workload_id = ? and state <> 'released'",
                Timestamp.from(clock.instant()),
                reason,
                workload);
    }

    /** The limits of some scopes in the hands of one transaction, counted down as it reserves. */
    public final class Ledger {

        private final List<Limit> limits;
        private final Instant now;

        private Ledger(List<Limit> limits, Instant now) {
            this.limits = limits;
            this.now = now;
        }

        /** Everything that is limited, for those who decide several workloads at once. */
        public List<Capacity> capacities() {
            List<Capacity> capacities = new ArrayList<>();
            for (Limit limit : limits) {
                switch (limit) {
                    case Limit.OfQuota quota -> {
                        String name = "the quota of team " + quota.quota.team() + " in " + quota.quota.environment();
                        if (quota.hourlyCost != null) {
                            capacities.add(new LimitCapacity(
                                    name + " (hourly_cost)", limit, Resource.HOURLY_COST, null, quota.hourlyCost, now));
                        }
                        if (quota.vcpus != null) {
                            capacities.add(new LimitCapacity(
                                    name + " (vcpus)",
                                    limit,
                                    Resource.VCPUS,
                                    null,
                                    BigDecimal.valueOf(quota.vcpus),
                                    now));
                        }
                        if (quota.gpus != null) {
                            capacities.add(new LimitCapacity(
                                    name + " (gpus)", limit, Resource.GPUS, null, BigDecimal.valueOf(quota.gpus), now));
                        }
                    }
                    case Limit.OfBudget budget ->
                        capacities.add(new LimitCapacity(
                                "budget " + budget.budget.name() + " of " + budget.month.first(),
                                limit,
                                Resource.HOURLY_COST,
                                budget.budget.provider(),
                                budget.left,
                                now));
                }
            }
            return capacities;
        }

        /**
         * What is left for a workload of a team in an environment.
         *
         * @param hours how long it runs; null for as long as nobody ends it
         */
        public Room room(String team, String environment, @Nullable Double hours) {
            BigDecimal cost = null;
            Integer vcpus = null;
            Integer gpus = null;
            Map<String, BigDecimal> byProvider = new TreeMap<>();
            for (Limit limit : limits) {
                if (!limit.holdsFor(team, environment)) {
                    continue;
                }
                switch (limit) {
                    case Limit.OfQuota quota -> {
                        if (quota.hourlyCost != null) {
                            cost = less(cost, quota.hourlyCost.max(BigDecimal.ZERO));
                        }
                        vcpus = less(vcpus, quota.vcpus);
                        gpus = less(gpus, quota.gpus);
                    }
                    case Limit.OfBudget budget -> {
                        BigDecimal runs = budget.month.hours(now, hours);
                        if (runs.signum() > 0) {
                            BigDecimal rate = budget.left.max(BigDecimal.ZERO).divide(runs, 12, RoundingMode.FLOOR);
                            String provider = budget.budget.provider();
                            if (provider == null) {
                                cost = less(cost, rate);
                            } else {
                                byProvider.merge(provider, rate, BigDecimal::min);
                            }
                        }
                    }
                }
            }
            return new Room(cost, vcpus, gpus, byProvider);
        }

        /**
         * Holds what a decision takes until its change ends.
         *
         * @throws OverspentException where that is more than is left; nothing of the transaction may be committed then
         */
        public UUID hold(Hold hold) {
            Limit.Taking taking =
                    new Limit.Taking(hold.provider(), hold.hourlyCost(), hold.vcpus(), hold.gpus(), now, hold.hours());
            for (Limit limit : limits) {
                if (limit.holdsFor(hold.team(), hold.environment())) {
                    limit.take(taking);
                }
            }
            UUID id = Uuids.next();
            jdbc.update(
                    "insert into reservation (id, decision_id, workload_id, team, environment, provider, hourly_cost, vcpus,"
                            + " gpus, hours, state, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'held', ?)",
                    id,
                    hold.decision(),
                    hold.workload(),
                    hold.team(),
                    hold.environment(),
                    hold.provider(),
                    hold.hourlyCost(),
                    hold.vcpus(),
                    hold.gpus(),
                    hold.hours(),
                    Timestamp.from(now));
            return id;
        }
    }

    /** What a limit counts. */
    public enum Resource {
        /** USD per hour; a budget counts it times the hours in its month. */
        HOURLY_COST,
        VCPUS,
        GPUS
    }

    /** One thing that is limited, and how much of it is left. */
    public interface Capacity {

        /** What it is called, for people; the same at every look. */
        String name();

        Resource resource();

        /** The provider whose offers alone use of it, or null for all. */
        @Nullable
        String provider();

        BigDecimal left();

        /** Whether it is an amount of a month, which a cost counts against for its hours in that month. */
        boolean isOfMonth();

        boolean holdsFor(String team, String environment);

        /** How much of it one unit of the resource uses: 1 of a quota, the hours in its month of a budget. */
        double factor(@Nullable Double hours);
    }

    private record LimitCapacity(
            String name,
            Limit limit,
            Resource resource,
            @Nullable String provider,
            BigDecimal left,
            Instant now) implements Capacity {

        LimitCapacity {
            left = left.max(BigDecimal.ZERO);
        }

        @Override
        public boolean isOfMonth() {
            return limit instanceof Limit.OfBudget;
        }

        @Override
        public boolean holdsFor(String team, String environment) {
            return limit.holdsFor(team, environment);
        }

        @Override
        public double factor(@Nullable Double hours) {
            return switch (limit) {
                case Limit.OfQuota quota -> 1;
                case Limit.OfBudget budget -> budget.month.hours(now, hours).doubleValue();
            };
        }
    }

    /**
     * What a decision is to hold.
     *
     * @param hourlyCost USD per hour of all replicas, like vcpus and gpus
     * @param hours how long it runs; null for as long as nobody ends it
     */
    public record Hold(
            UUID decision,
            String workload,
            String team,
            String environment,
            String provider,
            BigDecimal hourlyCost,
            int vcpus,
            int gpus,
            @Nullable Double hours) {}

    private static BigDecimal less(@Nullable BigDecimal known, BigDecimal left) {
        return known == null ? left : known.min(left);
    }

    private static @Nullable Integer less(@Nullable Integer known, @Nullable Long left) {
        if (left == null) {
            return known;
        }
        int bounded = (int) Math.clamp(left, 0, Integer.MAX_VALUE);
        return known == null ? bounded : Integer.valueOf(Math.min(known, bounded));
    }
}
