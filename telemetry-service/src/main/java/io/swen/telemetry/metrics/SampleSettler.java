package io.swen.telemetry.metrics;

import static io.swen.telemetry.support.Columns.instant;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.support.DayPartitions;
import io.swen.telemetry.support.DayPartitions.Width;
import io.swen.telemetry.support.TelemetryMetric;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves samples from the intake to where they are read, sorted, and adds them to the roll-ups: one transaction a segment, so that a
 * crash at any point leaves each sample counted once.
 */
@Component
class SampleSettler implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(SampleSettler.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration RECOUNT_EVERY = Duration.ofSeconds(10);
    private static final Duration KEEP_EVERY = Duration.ofMinutes(10);
    private static final int SETTLER_LOCK = IntakeSegments.COUNT;

    /**
     * The first value of a time stays; a roll-up takes in only what was really new. Only what is not newer than the newest sample of
     * its series can be there already and is looked for: as nobody else writes, that is enough, and much cheaper than to have each
     * row's insertion look for a conflict.
     */
    private static final String SETTLE = """
            with fresh as (
                insert into metric_sample (series, time, value)
                select distinct on (series, time) i.series, i.time, i.value from %s i
                    left join metric_latest l on l.series = i.series
                    where l.time is not null and i.time > l.time
                        or not exists (select from metric_sample s where s.series = i.series and s.time = i.time)
                    order by i.series, i.time, i.ctid
                returning series, time, value
            ), m as (
                select series, date_bin('1 minute', time, timestamptz 'epoch') as bin, count(*) as count, sum(value) as sum,
                    min(value) as min, max(value) as max, (array_agg(value order by time desc))[1] as last, max(time) as last_time
                from fresh group by 1, 2
            ), h as (
                select series, date_bin('1 hour', bin, timestamptz 'epoch') as bin, sum(count)::bigint as count, sum(sum) as sum,
                    min(min) as min, max(max) as max, (array_agg(last order by last_time desc))[1] as last,
                    max(last_time) as last_time
                from m group by 1, 2
            ), d as (
                select series, date_bin('1 day', bin, timestamptz 'epoch') as bin, sum(count)::bigint as count, sum(sum) as sum,
                    min(min) as min, max(max) as max, (array_agg(last order by last_time desc))[1] as last,
                    max(last_time) as last_time
                from h group by 1, 2
            ), minutes as (%s), hours as (%s), days as (%s), newest as (
                insert into metric_latest as l (series, time, value, received_at, received_wall)
                select distinct on (series) series, last_time, last, ?::timestamptz, ?::timestamptz from d
                order by series, last_time desc
                on conflict (series) do update set time = excluded.time, value = excluded.value,
                    received_at = excluded.received_at, received_wall = excluded.received_wall where l.time < excluded.time
            )
            select coalesce(sum(count), 0) from d""";

    private static final String ROLL_UP = """
            insert into %s as r (series, time, count, sum, min, max, last, last_time)
                select series, bin, count, sum, min, max, last, last_time from %s
                on conflict (series, time) do update set count = r.count + excluded.count, sum = r.sum + excluded.sum,
                    min = least(r.min, excluded.min), max = greatest(r.max, excluded.max),
                    last = case when excluded.last_time >= r.last_time then excluded.last else r.last end,
                    last_time = greatest(r.last_time, excluded.last_time)""";

    private record Bounds(
            long rows, @Nullable Instant first, @Nullable Instant last) {

        boolean within(Bounds other) {
            return rows == 0
                    || (other.first != null
                            && other.last != null
                            && first != null
                            && last != null
                            && !first.isBefore(other.first)
                            && !last.isAfter(other.last));
        }
    }

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final IntakeSegments segments;
    private final DayPartitions partitions;
    private final SampleProperties properties;
    private final MetricsProperties metricsProperties;
    private final Clock clock;
    private final InstantSource wall = InstantSource.system();
    private final Counter duplicates;
    private long recountedAt = System.nanoTime() - RECOUNT_EVERY.toNanos();
    private long keptAt = System.nanoTime() - KEEP_EVERY.toNanos();
    private long rateAt = System.nanoTime();
    private long rateTotal;
    private double rate;

    SampleSettler(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            IntakeSegments segments,
            DayPartitions partitions,
            SampleProperties properties,
            MetricsProperties metricsProperties,
            Clock clock,
            MeterRegistry metrics) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.segments = segments;
        this.partitions = partitions;
        this.properties = properties;
        this.metricsProperties = metricsProperties;
        this.clock = clock;
        this.duplicates = metrics.counter(TelemetryMetric.SAMPLES.id(), "outcome", "duplicate");
    }

    @Override
    public String name() {
        return "settle-samples";
    }

    @Override
    public Duration interval() {
        return LOOK_EVERY;
    }

    @Override
    public void run() {
        if (passed(recountedAt, RECOUNT_EVERY)) {
            recount();
            recountedAt = System.nanoTime();
        }
        if (passed(keptAt, KEEP_EVERY)) {
            keep();
            keptAt = System.nanoTime();
        }
        for (OptionalInt due = due(); due.isPresent(); due = due()) {
            if (!settle(due.getAsInt())) {
                return;
            }
        }
    }

    /** What another instance, or this one before it ended, left in the intake. */
    private void recount() {
        for (int segment = 0; segment < IntakeSegments.COUNT; segment++) {
            if (segments.rows(segment) == 0) {
                Integer rows = jdbc.queryForObject(
                        "select count(*) from (select from " + IntakeSegments.table(segment) + " limit ?) counted",
                        Integer.class,
                        properties.segmentRows());
                if (rows != null && rows > 0) {
                    segments.written(segment, rows);
                }
            }
        }
    }

    private void keep() {
        Instant now = clock.instant();
        ensure(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));
        partitions.dropOlder("metric_sample", now, metricsProperties.retention());
        partitions.dropOlder("metric_1m", now, properties.minutes());
        partitions.dropOlder("metric_1h", now, properties.hours(), Width.MONTH);
        partitions.dropOlder("metric_1d", now, properties.days(), Width.YEAR);
    }

    private void ensure(Instant first, Instant last) {
        partitions.ensure("metric_sample", first, last);
        partitions.ensure("metric_1m", first, last);
        partitions.ensure("metric_1h", first, last, Width.MONTH);
        partitions.ensure("metric_1d", first, last, Width.YEAR);
    }

    /** While much arrives, settling waits: it would take the power that taking in needs. */
    private OptionalInt due() {
        OptionalInt oldest = segments.oldest();
        if (oldest.isEmpty()) {
            return oldest;
        }
        Duration age = segments.age(oldest.getAsInt());
        boolean crowded = segments.waiting() > (long) properties.segmentRows() * IntakeSegments.COUNT / 2;
        boolean due = crowded
                || age.compareTo(properties.settleWithin()) >= 0
                || (age.compareTo(properties.settleAfter()) >= 0 && !busy());
        return due ? oldest : OptionalInt.empty();
    }

    private boolean busy() {
        long now = System.nanoTime();
        if (now - rateAt > 500_000_000L) {
            long total = segments.everWritten();
            rate = (total - rateTotal) * 1e9 / (now - rateAt);
            rateTotal = total;
            rateAt = now;
        }
        return rate > properties.busyRows();
    }

    /** Settles one segment; false when another instance is at it. */
    private boolean settle(int segment) {
        segments.leave(segment);
        Bounds ensured = new Bounds(0, null, null);
        while (true) {
            Bounds known = ensured;
            Bounds seen = transactions.execute(status -> attempt(segment, known));
            if (seen == null) {
                return false;
            }
            if (seen.within(known)) {
                return true;
            }
            if (seen.first() != null && seen.last() != null) {
                ensure(seen.first(), seen.last());
            }
            ensured = seen;
        }
    }

    /** Settles the segment if all partitions it needs are known to be there; answers which times it holds. */
    private @Nullable Bounds attempt(int segment, Bounds ensured) {
        jdbc.execute("set local lock_timeout = '20s'");
        Boolean alone = jdbc.queryForObject(
                "select pg_try_advisory_xact_lock(?, ?)", Boolean.class, IntakeSegments.LOCKS, SETTLER_LOCK);
        if (!Boolean.TRUE.equals(alone)) {
            return null;
        }
        // Waits for those who write to it; new ones go elsewhere.
        jdbc.queryForList("select pg_advisory_xact_lock(?, ?)", IntakeSegments.LOCKS, segment);
        String table = IntakeSegments.table(segment);
        Bounds bounds = jdbc.queryForObject(
                "select count(*), min(time), max(time) from " + table,
                (row, index) -> new Bounds(row.getLong(1), instant(row.getTimestamp(2)), instant(row.getTimestamp(3))));
        if (bounds == null || !bounds.within(ensured)) {
            return bounds;
        }
        if (bounds.rows() > 0) {
            long began = System.nanoTime();
            // Enough to sort a full segment without a file.
            jdbc.execute("set local work_mem = '160MB'");
            Long fresh = jdbc.queryForObject(
                    SETTLE.formatted(
                            table,
                            ROLL_UP.formatted("metric_1m", "m"),
                            ROLL_UP.formatted("metric_1h", "h"),
                            ROLL_UP.formatted("metric_1d", "d")),
                    Long.class,
                    Timestamp.from(clock.instant()),
                    Timestamp.from(wall.instant()));
            jdbc.execute("truncate " + table);
            duplicates.increment(bounds.rows() - (fresh == null ? 0 : fresh));
            LOG.debug("settled {} samples in {} ms", bounds.rows(), (System.nanoTime() - began) / 1_000_000);
        }
        // While nobody can write to it: what is counted from now on is really there.
        segments.settled(segment);
        return bounds;
    }

    private static boolean passed(long since, Duration time) {
        return System.nanoTime() - since >= time.toNanos();
    }
}
