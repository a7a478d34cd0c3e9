package io.swen.telemetry.support;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
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

/** Makes the day partitions of a range-partitioned table before rows arrive, and drops those that retention has passed. */
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

    /**
     * Makes sure that rows of all days between the instants, and of the day after, can be stored. To be called before the
     * transaction that writes them: a new partition waits for everybody who uses the table.
     */
    public void ensure(String table, Instant from, Instant to) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("partitions are made before the transaction that needs them");
        }
        LocalDate last = day(to).plusDays(1);
        LocalDate first = day(from);
        if (first.plusDays(MOST_DAYS).isBefore(last)) {
            throw new IllegalArgumentException(table + " from " + from + " to " + to + " spans too many days");
        }
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            String name = table + "_" + SUFFIX.format(day);
            if (known.contains(name)) {
                continue;
            }
            create(table, name, day);
            known.add(name);
        }
    }

    /** Drops the partitions whose days ended before the instant. */
    public void dropBefore(String table, Instant before) {
        String oldestKept = table + "_" + SUFFIX.format(day(before));
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

    private void create(String table, String name, LocalDate day) {
        transactions.executeWithoutResult(status -> {
            // "if not exists" still fails when two instances make the same partition at the same moment.
            jdbc.sql("select 1 from (select pg_advisory_xact_lock(?)) as locked")
                    .param(LOCK)
                    .query(Integer.class)
                    .single();
            jdbc.sql("create table if not exists " + name + " partition of " + table + " for values from ('" + day
                            + " 00:00:00+00') to ('" + day.plusDays(1) + " 00:00:00+00')")
                    .update();
        });
    }

    private static LocalDate day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
