package io.swen.telemetry.export;

import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;

/** Every change of a price, as it was published. */
@Component
class PriceKind implements ExportKind {

    @Override
    public String name() {
        return "prices";
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column("published_at", "TIMESTAMPTZ"),
                new Column("epoch", "BIGINT"),
                new Column("provider", "VARCHAR"),
                new Column("region", "VARCHAR"),
                new Column("zone", "VARCHAR"),
                new Column("instance_type", "VARCHAR"),
                new Column("purchase_option", "VARCHAR"),
                new Column("price_usd", "DECIMAL(38,12)"),
                new Column("list_price", "DECIMAL(38,12)"),
                new Column("list_currency", "VARCHAR"),
                new Column("price_origin", "VARCHAR"),
                new Column("source", "VARCHAR"),
                new Column("simulated", "BOOLEAN"),
                new Column("observed_at", "TIMESTAMPTZ"),
                new Column("received_at", "TIMESTAMPTZ"));
    }

    @Override
    public String query(LocalDate day) {
        return "select " + Csv.instant("c.published_at") + ", c.epoch, r.provider, r.name, z.name, t.name,"
                + " o.purchase_option, c.price_usd, c.list_price, c.list_currency, c.price_origin, s.name,"
                + " c.simulated::text, " + Csv.instant("c.observed_at") + ", " + Csv.instant("c.received_at")
                + " from price_change c join offer o on o.id = c.offer join zone z on z.id = o.zone"
                + " join region r on r.id = z.region join instance_type t on t.id = o.type"
                + " join price_source s on s.id = c.source where " + Csv.ofDay("c.published_at", day)
                + " order by c.published_at, c.offer";
    }

    @Override
    public int settlesAfterDays() {
        return 1;
    }
}
