package io.swen.telemetry.alert;

import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventFeed;
import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.alert.AlertRule.Absence;
import io.swen.telemetry.alert.AlertRule.Anomaly;
import io.swen.telemetry.alert.AlertRule.Budget;
import io.swen.telemetry.alert.AlertRule.Slo;
import io.swen.telemetry.alert.AlertRule.Staleness;
import io.swen.telemetry.alert.AlertRule.Threshold;
import io.swen.telemetry.cloud.CloudProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Evaluates all rules, in one instance of the service at a time; a rule that cannot be evaluated leaves its alerts as they are. */
@Component
class Evaluator implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(Evaluator.class);
    private static final int RETENTION_EVERY = 500;

    private final AlertProperties properties;
    private final CloudProperties clouds;
    private final AlertRules rules;
    private final SeriesConditions series;
    private final CloudConditions cloud;
    private final ToldConditions told;
    private final BudgetConditions budgets;
    private final AlertBook book;
    private final AlertStore store;
    private final RuleStates states;
    private final Clock clock;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final TransactionTemplate outside;
    private int runs;

    Evaluator(
            AlertProperties properties,
            CloudProperties clouds,
            AlertRules rules,
            SeriesConditions series,
            CloudConditions cloud,
            ToldConditions told,
            BudgetConditions budgets,
            AlertBook book,
            AlertStore store,
            RuleStates states,
            Clock clock,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions) {
        this.properties = properties;
        this.clouds = clouds;
        this.rules = rules;
        this.series = series;
        this.cloud = cloud;
        this.told = told;
        this.budgets = budgets;
        this.book = book;
        this.store = store;
        this.states = states;
        this.clock = clock;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.outside = new TransactionTemplate(transactions);
        this.outside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
    }

    @Override
    public String name() {
        return "alert-rules";
    }

    @Override
    public Duration interval() {
        return clouds.simulated() ? properties.simulatedInterval() : properties.interval();
    }

    @Override
    public boolean enabled() {
        return properties.enabled();
    }

    @Override
    public void run() {
        transactions.executeWithoutResult(status -> {
            // Held until the end; what is read meanwhile has connections of its own, so that one failure spoils nothing
            // else.
            if (Boolean.TRUE.equals(jdbc.queryForObject(
                    "select pg_try_advisory_xact_lock(?)", Boolean.class, AlertBook.EVALUATION_LOCK))) {
                evaluate(clock.instant());
            }
        });
        if (runs++ % RETENTION_EVERY == 0) {
            store.deleteResolvedBefore(clock.instant().minus(properties.retention()));
        }
    }

    private void evaluate(Instant now) {
        Map<AlertRule, Findings> findings = new LinkedHashMap<>();
        Map<AlertRule, String> failures = new LinkedHashMap<>();
        EventFeed.Batch news = Objects.requireNonNull(outside.execute(status -> {
            EventFeed.Batch read = told.news();
            for (AlertRule rule : rules.all()) {
                try {
                    findings.put(rule, bounded(find(rule, read.items(), now)));
                } catch (RuntimeException e) {
                    LOG.warn("alert rule {} could not be evaluated: {}", rule.name(), e.toString());
                    failures.put(rule, e.toString());
                }
            }
            return read;
        }));
        book.takeTurn();
        List<AlertTransition> transitions = new ArrayList<>(
                book.retire(rules.all().stream().map(AlertRule::name).collect(Collectors.toSet()), now));
        findings.forEach((rule, found) -> transitions.addAll(
                book.reconcile(rule, found, properties.unknownKept(), properties.mostAlertsARule(), now)));
        told.taken(news);
        states.store(findings, failures, now);
        book.tell(transitions, now);
    }

    private Findings find(AlertRule rule, List<CloudEvent> news, Instant now) {
        return switch (rule.condition()) {
            case Threshold threshold -> series.find(threshold, now);
            case Absence absence -> series.find(absence, now);
            case Slo slo -> series.find(slo, now);
            case Staleness staleness -> cloud.find(staleness);
            case Anomaly anomaly -> ToldConditions.find(anomaly, news);
            case Budget budget -> budgets.find(budget, now);
        };
    }

    /** What is beyond the bound is left out and said to be; then nothing is resolved that might be among it. */
    private Findings bounded(Findings found) {
        int most = properties.mostAlertsARule();
        return found.active().size() <= most
                ? found
                : new Findings(found.active().subList(0, most), labels -> true, found.series(), true);
    }
}
