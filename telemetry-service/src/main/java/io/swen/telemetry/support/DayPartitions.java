package io.swen.telemetry.support;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes the partitions of a range-partitioned table before rows arrive, and drops those that retention has passed. */
@Component
public class DayPartitions {

    private static final Logger LOG = LoggerFactory.getLogger(DayPartitions.class);
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;
    private static final int LOCK = 0x5157_0001;
    /** More days than any batch of rows spans; a caller who asks for more has lost its sense of time. */
    private static final int MOST_DAYS = 4_000;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    DayPartitions(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    /** How much time a partition holds. */
    public enum Width {
        DAY(Period.ofDays(1)),
        MONTH(Period.ofMonths(1)),
        YEAR(Period.ofYears(1));

        private final Period length;

        Width(Period length) {
            this.length = length;
        }

        private LocalDate start(LocalDate day) {
            return switch (this) {
                case DAY -> day;
                case MONTH -> day.withDayOfMonth(1);
                case YEAR -> day.withDayOfYear(1);
            };
        }
    }

    /**
     * Makes sure that rows of all days between the instants, and of the day after, can be stored. To be called before the
     * transaction that writes them: a new partition waits for everybody who uses the table.
     */
    public void ensure(String table, Instant from, Instant to) {
        ensure(table, from, to, Width.DAY);
    }

    /** The same for partitions of another width. */
    public void ensure(String table, Instant from, Instant to, Width width) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("partitions are made before the transaction that needs them");
        }
        LocalDate last = day(to).plusDays(1);
        LocalDate first = day(from);
        if (first.plusDays(MOST_DAYS).isBefore(last)) {
            throw new IllegalArgumentException(table + " from " + from + " to " + to + " spans too many days");
        }
        for (LocalDate day = width.start(first); !day.isAfter(last); day = day.plus(width.length)) {
            String name = table + "_" + SUFFIX.format(day);
            if (known.contains(name)) {
                continue;
            }
            create(table, name, day, day.plus(width.length));
            known.add(name);
        }
    }

    /** Drops the partitions whose days ended before the instant. */
    public void dropBefore(String table, Instant before) {
        dropBefore(table, before, Width.DAY);
    }

    private void dropBefore(String table, Instant before, Width width) {
        String oldestKept = table + "_" + SUFFIX.format(width.start(day(before)));
        for (String name : jdbc.sql("select inhrelid::regclass::text from pg_inherits where inhparent = ?::regclass")
                .param(table)
                .query((row, index) -> String.valueOf(row.getString(1)))
                .list()) {
            if (name.compareTo(oldestKept) < 0) {
                jdbc.sql("drop table " + name).update();
                known.remove(name);
                LOG.info("dropped {}: older than is kept", name);
            }
        }
    }

    /** {@link #dropBefore} by age. */
    public void dropOlder(String table, Instant now, Duration kept) {
        dropBefore(table, now.minus(kept));
    }

    /** {@link #dropBefore} by age, for partitions of another width. */
    public void dropOlder(String table, Instant now, Duration kept, Width width) {
        dropBefore(table, now.minus(kept), width);
    }

    private void create(String table, String name, LocalDate from, LocalDate to) {
        transactions.executeWithoutResult(status -> {
            // "if not exists" still fails when two instances make the same partition at the same moment.
            jdbc.sql("select 1 from (select pg_advisory_xact_lock(?)) as locked")
                    .param(LOCK)
                    .query(Integer.class)
                    .single();
            jdbc.sql("create table if not exists " + name + " partition of " + table + " for values from ('" + from
                            + " 00:00:00+00') to ('" + to + " 00:00:00+00')")
                    .update();
        });
    }

    private static LocalDate day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
