package io.swen.routing.reservation;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A quota, or a budget in one month, and what it leaves. It counts down as decisions of its holder's transaction reserve.
 *
 * <p>Rates are USD an hour, a budget's amounts USD in its month.
 */
sealed interface Limit {

    /** What it is locked by, and the order in which locks are taken. */
    String key();

    boolean holdsFor(String team, String environment);

    /** Takes a reservation off what is left; refuses what is more than that. */
    void take(Taking taking);

    /** What a reservation takes. */
    record Taking(
            String provider,
            BigDecimal hourlyCost,
            int vcpus,
            int gpus,
            Instant from,
            @Nullable Double hours) {}

    final class OfQuota implements Limit {
        final QuotaProperties.Quota quota;

        @Nullable
        BigDecimal hourlyCost;

        @Nullable
        Long vcpus;

        @Nullable
        Long gpus;

        OfQuota(QuotaProperties.Quota quota, BigDecimal costTaken, long vcpusTaken, long gpusTaken) {
            this.quota = quota;
            this.hourlyCost =
                    quota.hourlyCost() == null ? null : quota.hourlyCost().subtract(costTaken);
            this.vcpus = quota.vcpus() == null ? null : quota.vcpus() - vcpusTaken;
            this.gpus = quota.gpus() == null ? null : quota.gpus() - gpusTaken;
        }

        static String key(QuotaProperties.Quota quota) {
            return "swen.routing.quota/" + quota.team() + "/" + quota.environment();
        }

        @Override
        public String key() {
            return key(quota);
        }

        @Override
        public boolean holdsFor(String team, String environment) {
            return quota.holdsFor(team, environment);
        }

        @Override
        public void take(Taking taking) {
            BigDecimal cost = hourlyCost == null ? null : hourlyCost.subtract(taking.hourlyCost());
            Long cpu = vcpus == null ? null : Long.valueOf(vcpus - taking.vcpus());
            Long gpu = gpus == null ? null : Long.valueOf(gpus - taking.gpus());
            if ((cost != null && taking.hourlyCost().signum() > 0 && cost.signum() < 0)
                    || (cpu != null && taking.vcpus() > 0 && cpu < 0)
                    || (gpu != null && taking.gpus() > 0 && gpu < 0)) {
                throw new OverspentException(key() + " does not leave what is to be reserved");
            }
            hourlyCost = cost;
            vcpus = cpu;
            gpus = gpu;
        }
    }

    final class OfBudget implements Limit {
        final KnownBudget budget;
        final Month month;
        BigDecimal left;

        OfBudget(KnownBudget budget, Month month, BigDecimal left) {
            this.budget = budget;
            this.month = month;
            this.left = left;
        }

        static String key(KnownBudget budget) {
            return "swen.routing.budget/" + budget.id();
        }

        @Override
        public String key() {
            return key(budget);
        }

        @Override
        public boolean holdsFor(String team, String environment) {
            return budget.holdsFor(team, environment);
        }

        boolean holdsForProvider(String provider) {
            return budget.provider() == null || budget.provider().equals(provider);
        }

        @Override
        public void take(Taking taking) {
            if (!holdsForProvider(taking.provider())) {
                return;
            }
            BigDecimal cost = taking.hourlyCost().multiply(month.hours(taking.from(), taking.hours()));
            if (cost.signum() > 0 && cost.compareTo(left) > 0) {
                throw new OverspentException(
                        "budget " + budget.name() + " of " + month.first() + " does not leave what is to be reserved");
            }
            left = left.subtract(cost);
        }
    }

    /** A calendar month, UTC. */
    record Month(LocalDate first, Instant start, Instant end) {

        /** What is started is expected to run this much longer at least. */
        private static final double LEAST_HOURS = 1;

        private static final double SECONDS = 3_600;

        static Month of(LocalDate day) {
            LocalDate first = day.withDayOfMonth(1);
            return new Month(
                    first,
                    first.atStartOfDay(java.time.ZoneOffset.UTC).toInstant(),
                    first.plusMonths(1).atStartOfDay(java.time.ZoneOffset.UTC).toInstant());
        }

        Month next() {
            return of(first.plusMonths(1));
        }

        /** How much of a run from {@code from}, of so many hours or without an end, falls into this month. */
        BigDecimal hours(Instant from, @Nullable Double hours) {
            Instant ends = hours == null
                    ? end
                    : from.plusMillis((long) Math.ceil(Math.max(hours, LEAST_HOURS) * SECONDS * 1_000));
            Instant last = ends.isBefore(end) ? ends : end;
            Instant begins = from.isAfter(start) ? from : start;
            return begins.isBefore(last)
                    ? BigDecimal.valueOf(
                                    java.time.Duration.between(begins, last).toMillis())
                            .divide(BigDecimal.valueOf(3_600_000), 12, java.math.RoundingMode.CEILING)
                    : BigDecimal.ZERO;
        }
    }
}
