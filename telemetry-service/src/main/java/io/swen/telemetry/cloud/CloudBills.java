package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The providers' bills as last read. */
@Component
public class CloudBills {

    private final JdbcTemplate jdbc;

    CloudBills(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The bills of some days, the first and the last included. */
    public List<CloudBill> between(LocalDate from, LocalDate to) {
        return jdbc.query(
                "select provider, day, source, service, region, resource, team, environment, workload, amount, currency,"
                        + " cost_usd, rate, rate_as_of, rate_source, estimated, received_at, simulated from cloud_bill"
                        + " where day between ? and ? order by day, provider, id",
                (row, index) -> new CloudBill(
                        Provider.valueOf(String.valueOf(row.getString(1)).toUpperCase(Locale.ROOT)),
                        row.getObject(2, LocalDate.class),
                        String.valueOf(row.getString(3)),
                        String.valueOf(row.getString(4)),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        row.getString(9),
                        row.getBigDecimal(10),
                        String.valueOf(row.getString(11)),
                        row.getBigDecimal(12),
                        row.getBigDecimal(13),
                        row.getObject(14, LocalDate.class),
                        String.valueOf(row.getString(15)),
                        row.getBoolean(16),
                        row.getTimestamp(17).toInstant(),
                        row.getBoolean(18)),
                from,
                to);
    }

    /** Replaces what is known of a provider's days by a newer answer, because bills are corrected for weeks. */
    @Transactional
    public void replace(Provider provider, LocalDate from, LocalDate to, List<CloudBill> bills) {
        for (CloudBill bill : bills) {
            if (bill.provider() != provider
                    || bill.day().isBefore(from)
                    || bill.day().isAfter(to)) {
                throw new IllegalArgumentException(
                        "not a bill of " + provider.id() + " between " + from + " and " + to);
            }
        }
        jdbc.update("delete from cloud_bill where provider = ? and day between ? and ?", provider.id(), from, to);
        jdbc.batchUpdate(
                "insert into cloud_bill (provider, day, source, service, region, resource, team, environment, workload,"
                        + " amount, currency, cost_usd, rate, rate_as_of, rate_source, estimated, received_at, simulated)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                bills.stream().map(CloudBills::row).toList());
    }

    private static @Nullable Object[] row(CloudBill bill) {
        return new @Nullable Object[] {
            bill.provider().id(),
            bill.day(),
            bill.source(),
            bill.service(),
            bill.region(),
            bill.resource(),
            bill.team(),
            bill.environment(),
            bill.workload(),
            bill.amount(),
            bill.currency(),
            bill.costUsd(),
            bill.rate(),
            bill.rateAsOf(),
            bill.rateSource(),
            bill.estimated(),
            Timestamp.from(bill.receivedAt()),
            bill.simulated()
        };
    }
}
