package io.swen.telemetry.anomaly;

import io.swen.telemetry.anomaly.SeriesWatch.Saved;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps the states of the detectors in the database, so that a restart does not make them forget what is normal. */
@Component
class AnomalyStates {

    private static final Logger LOG = LoggerFactory.getLogger(AnomalyStates.class);
    private static final int FETCH = 1_000;

    private final JdbcTemplate jdbc;
    private final JdbcTemplate many;
    private final AnomalyProperties properties;
    private final TransactionTemplate transactions;
    private final InstantSource wall = InstantSource.system();

    AnomalyStates(
            DataSource database,
            JdbcTemplate jdbc,
            AnomalyProperties properties,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        many = new JdbcTemplate(database);
        many.setFetchSize(FETCH);
        this.properties = properties;
        this.transactions = new TransactionTemplate(transactions);
    }

    /** Fills a watch with what was saved, as far as there is room, the longest silent first; {@code now} is domain time. */
    void restore(SeriesWatch watch, Instant now) {
        Instant started = wall.instant();
        int[] unreadable = new int[1];
        transactions.executeWithoutResult(status -> {
            // Within a transaction the driver reads row by row, and not all of it at once.
            many.query(
                    "select * from (select series, state, open, missing, saved_at from anomaly_state"
                            + " order by saved_at desc limit ?) newest order by saved_at",
                    row -> {
                        Saved saved = new Saved(
                                row.getLong("series"),
                                row.getBytes("state"),
                                row.getObject("open", UUID.class),
                                row.getObject("missing", UUID.class));
                        if (!watch.restore(saved, null)) {
                            unreadable[0]++;
                        }
                    },
                    properties.mostSeries());
        });
        int orphans = jdbc.update(
                "update anomaly set ended_at = greatest(detected_at, ?), ending = 'forgotten' where ended_at is null"
                        + " and not exists (select from anomaly_state where open = anomaly.id or missing = anomaly.id)",
                Timestamp.from(now));
        if (orphans > 0) {
            LOG.info("{} anomalies had begun shortly before the service ended and count as over", orphans);
        }
        if (unreadable[0] > 0) {
            LOG.warn("the states of {} series are of another version; these series are learned anew", unreadable[0]);
        }
        LOG.info("{} series are watched on, {}", watch.size(), Duration.between(started, wall.instant()));
    }

    /** Saves states over those of before. */
    void save(List<Saved> states) {
        Timestamp now = Timestamp.from(wall.instant());
        jdbc.batchUpdate(
                "insert into anomaly_state (series, state, open, missing, saved_at) values (?, ?, ?, ?, ?)"
                        + " on conflict (series) do update set state = excluded.state, open = excluded.open,"
                        + " missing = excluded.missing, saved_at = excluded.saved_at",
                states,
                Math.max(1, states.size()),
                (row, state) -> {
                    row.setLong(1, state.series());
                    row.setBytes(2, state.state());
                    row.setObject(3, state.open());
                    row.setObject(4, state.missing());
                    row.setTimestamp(5, now);
                });
    }

    /** Deletes the states of series that were not heard of for a while, in wall time. */
    int deleteOlderThan(Duration age) {
        return jdbc.update(
                "delete from anomaly_state where saved_at < ?",
                Timestamp.from(wall.instant().minus(age)));
    }

    /** How many series have a state. */
    long count() {
        Long count = jdbc.queryForObject("select count(*) from anomaly_state", Long.class);
        return count == null ? 0 : count;
    }
}
