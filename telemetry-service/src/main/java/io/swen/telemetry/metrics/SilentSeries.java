package io.swen.telemetry.metrics;

import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.job.BackgroundJob;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Retires series that fell silent, so that they no longer count against the limits of their team. What was stored of them stays;
 * the next sample brings them back, within the limits like a new one.
 */
@Component
class SilentSeries implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(SilentSeries.class);
    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final int AT_ONCE = 1_000;

    private record Silent(long id, String team, String hash) {}

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final SeriesRegistry registry;
    private final AuditLog audit;
    private final SampleProperties properties;
    private final Clock clock;

    SilentSeries(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            SeriesRegistry registry,
            AuditLog audit,
            SampleProperties properties,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.registry = registry;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "retire-silent-series";
    }

    @Override
    public Duration interval() {
        return EVERY;
    }

    @Override
    public void run() {
        Instant now = clock.instant();
        comeBack();
        int retired;
        do {
            retired = retire(now);
        } while (retired == AT_ONCE);
    }

    /** Another instance may have added to a series while it was retired; it counts again, even beyond the limit. */
    private void comeBack() {
        Map<String, List<Silent>> speaking = byTeam(
                "select s.id, s.team, encode(s.identity, 'hex') from metric_series s join metric_latest l on l.series = s.id"
                        + " where s.retired_at is not null and l.received_at > s.retired_at order by s.id limit ?",
                AT_ONCE);
        speaking.forEach((team, series) -> transactions.executeWithoutResult(status -> {
            int before = lock(team);
            int count = jdbc.update(
                    "update metric_series set retired_at = null where id = any (?) and retired_at is not null",
                    (Object) ids(series));
            jdbc.update(
                    "insert into metric_label_value (team, label, value) select distinct s.team, v.key, v.value"
                            + " from metric_series s cross join jsonb_each_text(s.labels) v where s.id = any (?)"
                            + " on conflict do nothing",
                    (Object) ids(series));
            count(team, before, count, "metric_series.return");
        }));
    }

    private int retire(Instant now) {
        Timestamp bound = Timestamp.from(now.minus(properties.silentAfter()));
        Map<String, List<Silent>> silent = byTeam(
                "select s.id, s.team, encode(s.identity, 'hex') from metric_series s left join metric_latest l on l.series = s.id"
                        + " where s.identity is not null and s.retired_at is null"
                        + " and greatest(l.received_at, s.created_at) < ? order by s.id limit ?",
                bound,
                AT_ONCE);
        silent.forEach((team, series) -> {
            Map<Long, String> gone = transactions.execute(status -> retire(team, series, now, bound));
            if (gone != null && !gone.isEmpty()) {
                registry.retired(gone);
                LOG.info("{} series of team {} fell silent and are retired", gone.size(), team);
            }
        });
        return silent.values().stream().mapToInt(List::size).sum();
    }

    private Map<Long, String> retire(String team, List<Silent> series, Instant now, Timestamp bound) {
        int before = lock(team);
        Map<Long, String> gone = new HashMap<>();
        jdbc.query(
                "update metric_series s set retired_at = ? where s.id = any (?) and s.retired_at is null and s.created_at < ?"
                        + " and not exists (select from metric_latest l where l.series = s.id and l.received_at >= ?)"
                        + " returning s.id, encode(s.identity, 'hex')",
                row -> {
                    gone.put(row.getLong(1), String.valueOf(row.getString(2)));
                },
                Timestamp.from(now),
                ids(series),
                bound,
                bound);
        if (!gone.isEmpty()) {
            jdbc.update(
                    "delete from metric_label_value v using (select distinct l.key, l.value from metric_series s"
                            + " cross join jsonb_each_text(s.labels) l where s.id = any (?)) g"
                            + " where v.team = ? and v.label = g.key and v.value = g.value and not exists (select from"
                            + " metric_series s where s.team = v.team and s.identity is not null and s.retired_at is null"
                            + " and s.labels @> jsonb_build_object(v.label, v.value))",
                    gone.keySet().toArray(Long[]::new),
                    team);
            count(team, before, -gone.size(), "metric_series.retire");
        }
        return gone;
    }

    /** Whoever makes, retires or brings back series of a team waits for its row. */
    private int lock(String team) {
        Integer series =
                jdbc.queryForObject("select series from metric_team where team = ? for update", Integer.class, team);
        return series == null ? 0 : series;
    }

    private void count(String team, int before, int more, String action) {
        jdbc.update("update metric_team set series = series + ? where team = ?", more, team);
        audit.record(AuditEntry.of(action, "metric_team", team)
                .in(team, null)
                .change(Map.of("series", before), Map.of("series", before + more)));
    }

    private Map<String, List<Silent>> byTeam(String sql, @Nullable Object... parameters) {
        return jdbc
                .query(
                        sql,
                        (row, index) -> new Silent(
                                row.getLong(1), String.valueOf(row.getString(2)), String.valueOf(row.getString(3))),
                        parameters)
                .stream()
                .collect(Collectors.groupingBy(Silent::team, TreeMap::new, Collectors.toList()));
    }

    private static Long[] ids(List<Silent> series) {
        return series.stream().map(Silent::id).toArray(Long[]::new);
    }
}
