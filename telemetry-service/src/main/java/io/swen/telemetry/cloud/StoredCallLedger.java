package io.swen.telemetry.cloud;

import io.swen.platform.job.BackgroundJob;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Counts calls in the database: free ones together every few seconds, billed ones each before it is made, so that a crash can
 * only count too much.
 */
@Component
class StoredCallLedger implements CallLedger, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(StoredCallLedger.class);
    private static final List<Integer> WARN_AT = List.of(70, 85, 95, 100);

    private static final String ADD =
            "insert into cloud_call_usage (provider, action, day, calls, billed_units, cost_usd) values (?, ?, ?, ?, ?, ?)"
                    + " on conflict (provider, action, day) do update set calls = cloud_call_usage.calls + excluded.calls,"
                    + " billed_units = cloud_call_usage.billed_units + excluded.billed_units,"
                    + " cost_usd = cloud_call_usage.cost_usd + excluded.cost_usd";

    private record Slot(CloudAction action, LocalDate day) {}

    private final JdbcTemplate jdbc;
    private final CloudProperties properties;
    private final CloudSpend spend;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private Map<Slot, Long> waiting = new HashMap<>();

    StoredCallLedger(
            JdbcTemplate jdbc,
            CloudProperties properties,
            CloudSpend spend,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.spend = spend;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void charge(CloudAction action, long units) {
        if (action.isBilled()) {
            chargeBilled(action, units);
            return;
        }
        synchronized (this) {
            waiting.merge(new Slot(action, spend.today()), 1L, Long::sum);
        }
    }

    private void chargeBilled(CloudAction action, long units) {
        BigDecimal cost = action.cost(units);
        BigDecimal budget = properties.apiBudgetUsd();
        LocalDate today = spend.today();
        LocalDate month = today.withDayOfMonth(1);
        try {
            BigDecimal after = spend.spent(month).add(cost);
            if (after.compareTo(budget) > 0) {
                warn(month, 100, after.subtract(cost), budget);
                throw new CloudException(
                        action.provider(),
                        CloudErrorCode.SPENDING_STOPPED,
                        action.id() + " is not made: it costs " + cost.toPlainString() + " USD, and "
                                + after.subtract(cost).toPlainString() + " of the " + budget.toPlainString()
                                + " USD a month for calls (swen.telemetry.cloud.api-budget-usd) are spent",
                        null);
            }
            jdbc.update(ADD, action.provider().id(), action.id(), today, 1L, units, cost);
            for (int percent : WARN_AT) {
                if (after.multiply(BigDecimal.valueOf(100)).compareTo(budget.multiply(BigDecimal.valueOf(percent)))
                        >= 0) {
                    warn(month, percent, after, budget);
                }
            }
        } catch (DataAccessException e) {
            throw new CloudException(
                    action.provider(),
                    CloudErrorCode.SPENDING_STOPPED,
                    action.id() + " is not made: what it costs cannot be written down",
                    e);
        }
    }

    private void warn(LocalDate month, int percent, BigDecimal spent, BigDecimal budget) {
        int first = jdbc.update(
                "insert into cloud_spend_warning (month, percent, warned_at) values (?, ?, ?) on conflict do nothing",
                month,
                percent,
                Timestamp.from(clock.instant()));
        if (first > 0) {
            LOG.warn(
                    "calls to the clouds have cost {} USD in the month of {}: {} per cent of their budget of {}",
                    spent,
                    month,
                    percent,
                    budget);
            events.publishEvent(new CloudSpend.Warned(month, percent, spent, budget));
        }
    }

    /** Writes the free calls down that were counted since the last time. */
    void flush() {
        Map<Slot, Long> taken;
        synchronized (this) {
            taken = waiting;
            waiting = new HashMap<>();
        }
        if (taken.isEmpty()) {
            return;
        }
        try {
            jdbc.batchUpdate(
                    ADD,
                    taken.entrySet().stream()
                            .map(entry -> new Object[] {
                                entry.getKey().action().provider().id(),
                                entry.getKey().action().id(),
                                entry.getKey().day(),
                                entry.getValue(),
                                0L,
                                BigDecimal.ZERO
                            })
                            .toList());
        } catch (DataAccessException e) {
            synchronized (this) {
                taken.forEach((slot, calls) -> waiting.merge(slot, calls, Long::sum));
            }
            throw e;
        }
    }

    @Override
    public void destroy() {
        try {
            flush();
        } catch (DataAccessException e) {
            LOG.warn("the last calls to the clouds are not counted: {}", e.getMessage());
        }
    }

    /** Writes every few seconds. */
    @Component
    static final class FlushJob implements BackgroundJob {

        private static final Duration EVERY = Duration.ofSeconds(5);

        private final StoredCallLedger ledger;

        FlushJob(StoredCallLedger ledger) {
            this.ledger = ledger;
        }

        @Override
        public String name() {
            return "cloud-call-usage";
        }

        @Override
        public Duration interval() {
            return EVERY;
        }

        @Override
        public void run() {
            ledger.flush();
        }
    }
}
