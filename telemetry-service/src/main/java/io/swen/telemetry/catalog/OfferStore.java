package io.swen.telemetry.catalog;

import io.swen.telemetry.support.BulkCopy;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads and writes offers and the history of their prices. */
@Component
class OfferStore {

    private static final String COLUMNS =
            "o.id, o.zone, o.type, o.purchase_option::text, o.price_usd, o.list_price, o.list_currency,"
                    + " o.price_origin::text, o.source, o.simulated, o.list_as_of, o.observed_at, o.received_at,"
                    + " o.interruption_rate, o.interruption_origin::text";

    /** The columns that routing-service reads, in its order; {@code %s} is the label of simulated clouds and a condition. */
    private static final String CSV = """
            select z.name || '/' || t.name || '/' || o.purchase_option as offer_id, r.provider, r.name as region, z.name as zone,
              t.name as instance_type, o.purchase_option, t.architecture, t.vcpu, t.memory_gb, t.gpus, t.gpu_model,
              t.gpu_model_origin, trim_scale(o.price_usd) as price_usd, o.list_price, o.list_currency, o.price_origin,
              s.name as source, case when o.simulated or %1$s then 'true' else 'false' end as simulated, o.list_as_of,
              to_char(o.observed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as observed_at,
              to_char(greatest(o.received_at, c.checked_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as received_at,
              o.interruption_rate, o.interruption_origin, case when o.available then 'true' else 'false' end as available
            from offer o
              join zone z on z.id = o.zone
              join region r on r.id = z.region
              join instance_type t on t.id = o.type
              join price_source s on s.id = o.source
              left join price_check c on c.scope = case o.purchase_option when 'spot' then 'spot/' else 'list/' end || r.name
                || case r.provider when 'alibaba' then '/' || t.name else '' end
            where o.epoch > %2$d""";

    private static final String STAGING =
            "create temp table if not exists price_in (zone int not null, type int not null,"
                    + " purchase_option purchase_option not null, price_usd numeric not null, list_price numeric not null,"
                    + " list_currency text not null, price_origin value_origin not null, source int not null,"
                    + " simulated boolean not null, observed_at timestamptz not null, received_at timestamptz not null,"
                    + " new_offer boolean not null, offer int) on commit delete rows";

    private static final String STAGING_COLUMNS =
            "zone, type, purchase_option, price_usd, list_price, list_currency, price_origin, source, simulated,"
                    + " observed_at, received_at, new_offer";

    /** One price of an offer's history. */
    record PriceRow(
            Instant publishedAt,
            long epoch,
            BigDecimal priceUsd,
            BigDecimal listPrice,
            String listCurrency,
            ValueOrigin priceOrigin,
            int source,
            boolean simulated,
            Instant observedAt,
            Instant receivedAt) {}

    /** A price on its way in, with numbers for names; {@code newOffer} says that the offer may be made if it is unknown. */
    record StagedPrice(
            int zone,
            int type,
            PurchaseOption purchaseOption,
            BigDecimal priceUsd,
            PriceObservation observation,
            int source,
            boolean newOffer) {}

    private final JdbcTemplate jdbc;
    private final BulkCopy copy;

    OfferStore(JdbcTemplate jdbc, BulkCopy copy) {
        this.jdbc = jdbc;
        this.copy = copy;
    }

    /**
     * Lists offers.
     *
     * @param zones null for all
     * @param types null for all
     * @param byPrice cheapest first; else in the order of their numbers
     * @param afterPrice with {@code afterId} the place after which to begin; null for the beginning
     */
    List<OfferRow> list(
            int @Nullable [] zones,
            int @Nullable [] types,
            @Nullable PurchaseOption option,
            boolean byPrice,
            @Nullable BigDecimal afterPrice,
            int afterId,
            int limit) {
        StringBuilder sql = new StringBuilder("select " + COLUMNS + " from offer o where o.available");
        List<Object> parameters = new ArrayList<>();
        if (zones != null) {
            sql.append(" and o.zone = any (?)");
            parameters.add(zones);
        }
        if (types != null) {
            sql.append(" and o.type = any (?)");
            parameters.add(types);
        }
        if (option != null) {
            sql.append(" and o.purchase_option = ?::purchase_option");
            parameters.add(option.id());
        }
        if (byPrice && afterPrice != null) {
            sql.append(" and (o.price_usd, o.id) > (?, ?)");
            parameters.add(afterPrice);
            parameters.add(afterId);
        } else if (!byPrice) {
            sql.append(" and o.id > ?");
            parameters.add(afterId);
        }
        sql.append(byPrice ? " order by o.price_usd, o.id limit ?" : " order by o.id limit ?");
        parameters.add(limit);
        return jdbc.query(sql.toString(), (row, index) -> offer(row), parameters.toArray());
    }

    Optional<OfferRow> find(int zone, int type, PurchaseOption option) {
        return jdbc
                .query(
                        "select " + COLUMNS
                                + " from offer o where o.zone = ? and o.type = ? and o.purchase_option = ?::purchase_option",
                        (row, index) -> offer(row),
                        zone,
                        type,
                        option.id())
                .stream()
                .findFirst();
    }

    /** Prices published after {@code from} and until {@code to}, and the one in force at {@code from}; oldest first. */
    List<PriceRow> history(int offer, Instant from, Instant to, int limit) {
        return jdbc.query(
                "(select published_at, epoch, price_usd, list_price, list_currency, price_origin::text, source, simulated,"
                        + " observed_at, received_at from price_change where offer = ? and published_at <= ?"
                        + " order by published_at desc, epoch desc limit 1)"
                        + " union all (select published_at, epoch, price_usd, list_price, list_currency, price_origin::text,"
                        + " source, simulated, observed_at, received_at from price_change where offer = ?"
                        + " and published_at > ? and published_at <= ? order by published_at, epoch limit ?)"
                        + " order by 1, 2 limit ?",
                (row, index) -> new PriceRow(
                        row.getTimestamp(1).toInstant(),
                        row.getLong(2),
                        row.getBigDecimal(3),
                        row.getBigDecimal(4),
                        String.valueOf(row.getString(5)),
                        ValueOrigin.of(String.valueOf(row.getString(6))),
                        row.getInt(7),
                        row.getBoolean(8),
                        row.getTimestamp(9).toInstant(),
                        row.getTimestamp(10).toInstant()),
                offer,
                Timestamp.from(from),
                offer,
                Timestamp.from(from),
                Timestamp.from(to),
                limit,
                limit);
    }

    long count() {
        Long count = jdbc.queryForObject("select count(*) from offer", Long.class);
        return count == null ? 0 : count;
    }

    /** The combinations of region and type that have an offer, so that collectors know what to ask for. */
    List<int[]> zonesAndTypes(PurchaseOption option) {
        return jdbc.query(
                "select zone, type from offer where purchase_option = ?::purchase_option order by zone, type",
                (row, index) -> new int[] {row.getInt(1), row.getInt(2)},
                option.id());
    }

    /** Streams offers that changed after an epoch as CSV; 0 for all. */
    long csv(long afterEpoch, boolean cloudsSimulated, OutputStream out) {
        return copy.csv(CSV.formatted(cloudsSimulated, afterEpoch), out);
    }

    /** Puts prices beside the offers, to be compared in the same transaction. */
    void stage(Iterable<StagedPrice> prices) {
        jdbc.execute(STAGING);
        copy.in("price_in", STAGING_COLUMNS, rows -> {
            for (StagedPrice p : prices) {
                PriceObservation o = p.observation();
                rows.add(
                        p.zone(),
                        p.type(),
                        p.purchaseOption().id(),
                        p.priceUsd().toPlainString(),
                        o.price().toPlainString(),
                        o.currency(),
                        o.origin().id(),
                        p.source(),
                        o.simulated(),
                        o.observedAt(),
                        o.receivedAt(),
                        p.newOffer());
            }
        });
        jdbc.update("update price_in i set offer = o.id from offer o"
                + " where o.zone = i.zone and o.type = i.type and o.purchase_option = i.purchase_option");
        // What differs neither in price nor, for answers of real clouds and spot prices, in where it is from, is no
        // change.
        jdbc.update("delete from price_in i using offer o where o.id = i.offer and o.list_price = i.list_price"
                + " and o.list_currency = i.list_currency and o.available and ((i.simulated and i.price_origin = 'listed')"
                + " or (o.price_origin = i.price_origin and o.source = i.source and o.simulated = i.simulated))");
        jdbc.update("delete from price_in where offer is null and not new_offer");
    }

    int staged() {
        Integer count = jdbc.queryForObject("select count(*) from price_in", Integer.class);
        return count == null ? 0 : count;
    }

    /** How many staged prices each provider has, as rows of provider and count. */
    List<java.util.Map.Entry<String, Integer>> stagedByProvider() {
        return jdbc.query(
                "select t.provider, count(*) from price_in i join instance_type t on t.id = i.type group by 1 order by 1",
                (row, index) -> java.util.Map.entry(String.valueOf(row.getString(1)), row.getInt(2)));
    }

    /** Makes what is staged the current prices, as of an epoch. */
    void publishStaged(long epoch, Instant at) {
        jdbc.update(
                "insert into offer (zone, type, purchase_option, price_usd, list_price, list_currency, price_origin, source,"
                        + " simulated, observed_at, received_at, epoch) select zone, type, purchase_option, price_usd,"
                        + " list_price, list_currency, price_origin, source, simulated, observed_at, received_at, ?"
                        + " from price_in where offer is null on conflict (zone, type, purchase_option) do nothing",
                epoch);
        jdbc.update("update price_in i set offer = o.id from offer o where i.offer is null"
                + " and o.zone = i.zone and o.type = i.type and o.purchase_option = i.purchase_option");
        jdbc.update(
                "update offer o set price_usd = i.price_usd, list_price = i.list_price, list_currency = i.list_currency,"
                        + " price_origin = i.price_origin, source = i.source, simulated = i.simulated, list_as_of = null,"
                        + " observed_at = i.observed_at, received_at = i.received_at, available = true, epoch = ?"
                        + " from price_in i where o.id = i.offer",
                epoch);
        jdbc.update(
                "insert into price_change (published_at, epoch, offer, price_usd, list_price, list_currency, price_origin,"
                        + " source, simulated, observed_at, received_at) select ?, ?, offer, price_usd, list_price,"
                        + " list_currency, price_origin, source, simulated, observed_at, received_at from price_in",
                Timestamp.from(at),
                epoch);
    }

    private static OfferRow offer(ResultSet row) throws SQLException {
        Date listAsOf = row.getDate(11);
        double rate = row.getDouble(14);
        Double interruptionRate = row.wasNull() ? null : rate;
        String interruptionOrigin = row.getString(15);
        return new OfferRow(
                row.getInt(1),
                row.getInt(2),
                row.getInt(3),
                PurchaseOption.of(String.valueOf(row.getString(4))),
                row.getBigDecimal(5),
                row.getBigDecimal(6),
                String.valueOf(row.getString(7)),
                ValueOrigin.of(String.valueOf(row.getString(8))),
                row.getInt(9),
                row.getBoolean(10),
                listAsOf == null ? null : listAsOf.toLocalDate(),
                row.getTimestamp(12).toInstant(),
                row.getTimestamp(13).toInstant(),
                interruptionRate,
                interruptionOrigin == null ? null : ValueOrigin.of(interruptionOrigin));
    }
}
