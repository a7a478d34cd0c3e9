package io.swen.telemetry.cost;

import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.job.BackgroundJob;
import io.swen.platform.money.Money;
import io.swen.telemetry.anomaly.AnomalyDetected;
import io.swen.telemetry.anomaly.AnomalyKind;
import io.swen.telemetry.cloud.CloudProperties;
import io.swen.telemetry.cost.SpendBand.Finding;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Watches what each team costs at each provider a day, and keeps what is unusual about yesterday and today. */
@Component
class SpendAnomalies implements BackgroundJob {

    private static final Duration REAL = Duration.ofMinutes(10);
    private static final Duration SIMULATED = Duration.ofSeconds(10);
    private static final String COLUMNS =
            "id, day, team, provider, observed_usd, expected_low_usd, expected_high_usd, complete, reason, simulated, detected_at";

    private static final long NO_SERIES = 0;
    private static final double LEAST_WIDTH = 0.01;

    private record Key(@Nullable String team, String provider) {}

    private record DayCost(BigDecimal usd, boolean simulated) {}

    private final JdbcTemplate jdbc;
    private final CostProperties properties;
    private final CloudProperties clouds;
    private final ApplicationEventPublisher events;
    private final EventLog log;
    private final TransactionTemplate transactions;
    private final Clock clock;

    SpendAnomalies(
            JdbcTemplate jdbc,
            CostProperties properties,
            CloudProperties clouds,
            ApplicationEventPublisher events,
            EventLog log,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.clouds = clouds;
        this.events = events;
        this.log = log;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public String name() {
        return "spend-anomalies";
    }

    @Override
    public Duration interval() {
        return clouds.simulated() ? SIMULATED : REAL;
    }

    @Override
    public void run() {
        Instant now = clock.instant();
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        LocalDate first = today.minusDays(properties.anomalyHistoryDays() + 1L);
        days(first, today.plusDays(1)).forEach((key, days) -> {
            judge(key, days, today.minusDays(1), true, now);
            judge(key, days, today, false, now);
        });
    }

    /** What was found of the days of a span, newest first. */
    List<SpendAnomaly> list(CostScope scope, LocalDate from, LocalDate to, int limit) {
        if (scope.environments() != null) {
            // These sums are of all environments together.
            return List.of();
        }
        return jdbc.query(
                "select " + COLUMNS + " from spend_anomaly where day >= ? and day < ? and (? or team = any (?))"
                        + " order by day desc, id desc limit ?",
                (row, index) -> anomaly(row),
                Date.valueOf(from),
                Date.valueOf(to),
                scope.teams() == null,
                scope.teams() == null ? new String[0] : scope.teams().toArray(String[]::new),
                limit);
    }

    private Map<Key, TreeMap<LocalDate, DayCost>> days(LocalDate from, LocalDate to) {
        Map<Key, TreeMap<LocalDate, DayCost>> days = new LinkedHashMap<>();
        jdbc.query(
                "select team, provider, (charge_start at time zone 'UTC')::date, sum(cost_usd), bool_or(simulated)"
                        + " from cost_entry where charge_start >= ? and charge_start < ? group by 1, 2, 3",
                row -> {
                    days.computeIfAbsent(
                                    new Key(row.getString(1), String.valueOf(row.getString(2))), key -> new TreeMap<>())
                            .put(row.getDate(3).toLocalDate(), new DayCost(row.getBigDecimal(4), row.getBoolean(5)));
                },
                Timestamp.from(Costs.start(from)),
                Timestamp.from(Costs.start(to)));
        return days;
    }

    private void judge(Key key, TreeMap<LocalDate, DayCost> days, LocalDate day, boolean complete, Instant now) {
        LocalDate first = days.firstKey();
        if (!first.isBefore(day)) {
            return;
        }
        List<BigDecimal> before = new ArrayList<>();
        // The first day is rarely a whole one.
        for (LocalDate each = first.plusDays(1); each.isBefore(day); each = each.plusDays(1)) {
            DayCost cost = days.get(each);
            before.add(cost == null ? BigDecimal.ZERO : cost.usd());
        }
        DayCost cost = days.get(day);
        BigDecimal usd = cost == null ? BigDecimal.ZERO : cost.usd();
        Optional<Finding> found = SpendBand.judge(before, day, usd, complete, properties.anomalyLeastUsd());
        found.ifPresent(finding -> transactions.executeWithoutResult(status -> store(new SpendAnomaly(
                Uuids.next(),
                day,
                key.team(),
                key.provider(),
                Money.usd(usd),
                Money.usd(finding.low()),
                Money.usd(finding.high()),
                complete,
                finding.reason(),
                cost == null ? clouds.simulated() : cost.simulated(),
                now))));
    }

    private void store(SpendAnomaly anomaly) {
        int added = jdbc.update(
                "insert into spend_anomaly (" + COLUMNS
                        + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                anomaly.id(),
                Date.valueOf(anomaly.day()),
                anomaly.team(),
                anomaly.provider(),
                anomaly.observed().amount(),
                anomaly.expectedLow().amount(),
                anomaly.expectedHigh().amount(),
                anomaly.complete(),
                anomaly.reason(),
                anomaly.simulated(),
                Timestamp.from(anomaly.detectedAt()));
        if (added == 1) {
            events.publishEvent(anomaly);
            tell(anomaly);
            return;
        }
        // Found while the day went on: what it came to in the end replaces what it was then, and is told no second
        // time.
        if (anomaly.complete()) {
            jdbc.update(
                    "update spend_anomaly set observed_usd = ?, complete = true, reason = ?"
                            + " where day = ? and team is not distinct from ? and provider = ? and not complete",
                    anomaly.observed().amount(),
                    anomaly.reason(),
                    Date.valueOf(anomaly.day()),
                    anomaly.team(),
                    anomaly.provider());
        }
    }

    /** Tells of it as of any other anomaly, so that rules and people hear of it the same way; it has no series of metrics, so 0. */
    private void tell(SpendAnomaly anomaly) {
        double observed = anomaly.observed().amount().doubleValue();
        double low = anomaly.expectedLow().amount().doubleValue();
        double high = anomaly.expectedHigh().amount().doubleValue();
        double beyond = observed > high ? observed - high : low - observed;
        TreeMap<String, String> labels = new TreeMap<>(Map.of("provider", anomaly.provider()));
        if (anomaly.team() != null) {
            labels.put("team", anomaly.team());
        }
        log.append(
                new Event(
                        AnomalyDetected.TYPE,
                        anomaly.id().toString(),
                        anomaly.team(),
                        null,
                        new AnomalyDetected(
                                anomaly.id(),
                                NO_SERIES,
                                "cost_per_day",
                                "usd",
                                labels,
                                anomaly.team(),
                                null,
                                anomaly.detectedAt(),
                                beyond / (beyond + Math.max(high - low, LEAST_WIDTH)),
                                AnomalyKind.SPIKE,
                                observed,
                                low,
                                high,
                                anomaly.reason(),
                                anomaly.simulated())),
                null);
    }

    private static SpendAnomaly anomaly(ResultSet row) throws SQLException {
        return new SpendAnomaly(
                UUID.fromString(String.valueOf(row.getString(1))),
                row.getDate(2).toLocalDate(),
                row.getString(3),
                String.valueOf(row.getString(4)),
                Money.usd(row.getBigDecimal(5)),
                Money.usd(row.getBigDecimal(6)),
                Money.usd(row.getBigDecimal(7)),
                row.getBoolean(8),
                String.valueOf(row.getString(9)),
                row.getBoolean(10),
                row.getTimestamp(11).toInstant());
    }
}
