package io.swen.telemetry.cost;

import io.swen.telemetry.cost.Reconciliation.Metered;
import io.swen.telemetry.cost.Reconciliation.Outcome;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps what the providers billed, and compares each day of it with what was metered. */
@Component
public class Bills {

    /** A bill of more lines is not one of a day of one account. */
    private static final int MOST_LINES = 200_000;

    private final JdbcTemplate jdbc;
    private final Clock clock;

    Bills(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A day whose bill is known. */
    record BilledDay(String provider, LocalDate day) {}

    /**
     * Takes the bill of a day in place of the one before and compares it with what was metered, all at once.
     *
     * @param provider {@code aws} or {@code alibaba}
     * @param fingerprint differs when the bill does
     */
    @Transactional
    public void land(String provider, LocalDate day, String fingerprint, List<BilledLine> lines) {
        if (lines.size() > MOST_LINES) {
            throw new IllegalArgumentException(
                    lines.size() + " lines, at most " + MOST_LINES + " make a bill of a day");
        }
        Set<String> names = new HashSet<>();
        for (BilledLine line : lines) {
            if (!names.add(line.line())) {
                throw new IllegalArgumentException("two lines of " + provider + " of " + day + " are " + line.line());
            }
        }
        Timestamp now = Timestamp.from(clock.instant());
        boolean estimated = lines.stream().anyMatch(BilledLine::estimated);
        jdbc.update(
                "insert into bill_day (provider, day, estimated, received_at, fingerprint) values (?, ?, ?, ?, ?)"
                        + " on conflict (provider, day) do update set estimated = excluded.estimated,"
                        + " received_at = excluded.received_at, fingerprint = excluded.fingerprint, stale = true",
                provider,
                Date.valueOf(day),
                estimated,
                now,
                fingerprint);
        jdbc.update("delete from bill_line where provider = ? and day = ?", provider, Date.valueOf(day));
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (BilledLine line : lines) {
            rows.add(new @Nullable Object[] {
                provider,
                Date.valueOf(day),
                line.line(),
                line.account(),
                line.service(),
                line.serviceCategory(),
                line.category(),
                line.compute(),
                line.region(),
                line.zone(),
                line.resourceId(),
                line.instanceType(),
                line.purchaseOption(),
                line.sku(),
                line.description(),
                line.workload(),
                line.team(),
                line.environment(),
                line.quantity(),
                line.unit(),
                line.currency(),
                line.amount(),
                line.usd(),
                line.listUsd(),
                line.rateAsOf() == null ? null : Date.valueOf(line.rateAsOf()),
                line.estimated(),
                line.simulated(),
                now
            });
        }
        jdbc.batchUpdate(
                "insert into bill_line (provider, day, line, account, service, service_category, charge_category, compute,"
                        + " region, zone, resource_id, instance_type, purchase_option, sku, description, workload, team,"
                        + " environment, quantity, unit, currency, amount, usd, list_usd, rate_as_of, estimated, simulated,"
                        + " received_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                        + " ?, ?)",
                rows);
        // What a bill does not say of an instance, SWEN may know.
        jdbc.update(
                "update bill_line l set workload = coalesce(l.workload, i.workload), team = coalesce(l.team, i.team),"
                        + " environment = coalesce(l.environment, i.environment), region = coalesce(l.region, i.region),"
                        + " zone = coalesce(l.zone, i.zone), instance_type = coalesce(l.instance_type, i.instance_type)"
                        + " from instance i where l.provider = ? and l.day = ? and i.provider = l.provider"
                        + " and i.instance_id = l.resource_id",
                provider,
                Date.valueOf(day));
        reconcile(provider, day, lines);
    }

    /** The fingerprints of the bills that are known, by provider and day. */
    Map<BilledDay, String> known(LocalDate from) {
        Map<BilledDay, String> known = new HashMap<>();
        jdbc.query(
                "select provider, day, fingerprint from bill_day where day >= ?",
                row -> {
                    known.put(
                            new BilledDay(
                                    String.valueOf(row.getString(1)),
                                    row.getDate(2).toLocalDate()),
                            String.valueOf(row.getString(3)));
                },
                Date.valueOf(from));
        return known;
    }

    /** The days that were metered on after their bill was compared. */
    List<BilledDay> stale() {
        return jdbc.query(
                "select provider, day from bill_day where stale order by day limit 100",
                (row, index) -> new BilledDay(
                        String.valueOf(row.getString(1)), row.getDate(2).toLocalDate()));
    }

    /** Compares a day again. */
    @Transactional
    public void reconcile(String provider, LocalDate day) {
        reconcile(
                provider,
                day,
                jdbc.query(
                        "select line, charge_category, compute, region, resource_id, instance_type, workload, team,"
                                + " environment, usd, estimated, simulated, service, service_category, currency, amount"
                                + " from bill_line where provider = ? and day = ?",
                        (row, index) -> new BilledLine(
                                String.valueOf(row.getString(1)),
                                null,
                                String.valueOf(row.getString(13)),
                                String.valueOf(row.getString(14)),
                                String.valueOf(row.getString(2)),
                                row.getBoolean(3),
                                row.getString(4),
                                null,
                                row.getString(5),
                                row.getString(6),
                                null,
                                null,
                                "",
                                row.getString(7),
                                row.getString(8),
                                row.getString(9),
                                null,
                                null,
                                String.valueOf(row.getString(15)),
                                row.getBigDecimal(16),
                                row.getBigDecimal(10),
                                null,
                                null,
                                row.getBoolean(11),
                                row.getBoolean(12)),
                        provider,
                        Date.valueOf(day)));
    }

    private void reconcile(String provider, LocalDate day, List<BilledLine> lines) {
        Timestamp from = Timestamp.from(day.atStartOfDay(ZoneOffset.UTC).toInstant());
        Timestamp to =
                Timestamp.from(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        // Metering of the day waits for this transaction, so that nothing is compared in halves.
        List<Metered> metered = jdbc.query(
                "select c.instance, c.hour, c.unit_price_usd, c.cost_usd, i.instance_id, c.region, c.instance_type, c.workload,"
                        + " c.team, c.environment from cost_record c join instance i on i.id = c.instance"
                        + " where c.provider = ? and c.hour >= ? and c.hour < ? for update of c",
                (row, index) -> new Metered(
                        row.getLong(1),
                        row.getTimestamp(2).toInstant(),
                        row.getBigDecimal(3),
                        row.getBigDecimal(4),
                        String.valueOf(row.getString(5)),
                        String.valueOf(row.getString(6)),
                        String.valueOf(row.getString(7)),
                        row.getString(8),
                        row.getString(9),
                        row.getString(10)),
                provider,
                from,
                to);
        Outcome outcome = Reconciliation.of(metered, lines);
        boolean estimated = lines.stream().anyMatch(BilledLine::estimated);
        jdbc.batchUpdate(
                "update cost_record set billed_usd = ?, billed_estimated = ? where instance = ? and hour = ? and unit_price_usd = ?",
                metered.stream()
                        .map(slice -> {
                            BigDecimal billed = outcome.billed().get(slice);
                            return new @Nullable Object[] {
                                billed,
                                billed != null && estimated,
                                slice.instance(),
                                Timestamp.from(slice.hour()),
                                slice.unitPrice()
                            };
                        })
                        .toList());
        jdbc.batchUpdate(
                "update bill_line set rest_usd = ? where provider = ? and day = ? and line = ?",
                outcome.rest().entrySet().stream()
                        .map(rest -> new Object[] {rest.getValue(), provider, Date.valueOf(day), rest.getKey()})
                        .toList());
        jdbc.update("update bill_day set stale = false where provider = ? and day = ?", provider, Date.valueOf(day));
    }

    /** Sums of a day of a provider before and after it was billed. */
    record Comparison(
            String provider,
            LocalDate day,
            BigDecimal metered,
            @Nullable BigDecimal billedCompute,
            @Nullable BigDecimal billedOther,
            BigDecimal counted,
            boolean estimated,
            boolean simulated) {}

    /** Metered beside billed, a row a provider and day. */
    List<Comparison> compare(LocalDate from, LocalDate to) {
        return jdbc.query(
                "with metered as (select provider, (hour at time zone 'UTC')::date as day, sum(cost_usd) as usd,"
                        + " bool_or(simulated) as simulated from cost_record where hour >= ? and hour < ? group by 1, 2),"
                        + " billed as (select d.provider, d.day, d.estimated,"
                        + " coalesce(sum(l.usd) filter (where l.compute and l.charge_category = 'Usage'), 0) as compute,"
                        + " coalesce(sum(l.usd) filter (where not (l.compute and l.charge_category = 'Usage')), 0) as other,"
                        + " coalesce(bool_or(l.simulated), false) as simulated from bill_day d"
                        + " left join bill_line l on l.provider = d.provider and l.day = d.day"
                        + " where d.day >= ? and d.day < ? group by 1, 2, 3),"
                        + " counted as (select provider, (charge_start at time zone 'UTC')::date as day, sum(cost_usd) as usd"
                        + " from cost_entry where charge_start >= ? and charge_start < ? group by 1, 2)"
                        + " select provider, day, coalesce(m.usd, 0), b.compute, b.other, coalesce(c.usd, 0),"
                        + " coalesce(b.estimated, false), coalesce(m.simulated, false) or coalesce(b.simulated, false)"
                        + " from metered m full join billed b using (provider, day) left join counted c using (provider, day)"
                        + " order by day desc, provider",
                (row, index) -> new Comparison(
                        String.valueOf(row.getString(1)),
                        row.getDate(2).toLocalDate(),
                        row.getBigDecimal(3),
                        row.getBigDecimal(4),
                        row.getBigDecimal(5),
                        row.getBigDecimal(6),
                        row.getBoolean(7),
                        row.getBoolean(8)),
                start(from),
                start(to),
                Date.valueOf(from),
                Date.valueOf(to),
                start(from),
                start(to));
    }

    private static Timestamp start(LocalDate day) {
        return Timestamp.from(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
