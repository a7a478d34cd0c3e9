package io.swen.telemetry.export;

import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;

/** Metrics as minutes. */
@Component
class SampleKind implements ExportKind {

    /** Samples may come late. */
    private static final int LATE_DAYS = 2;

    @Override
    public String name() {
        return "samples";
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column("time", "TIMESTAMPTZ"),
                new Column("series", "BIGINT"),
                new Column("name", "VARCHAR"),
                new Column("unit", "VARCHAR"),
                new Column("team", "VARCHAR"),
                new Column("environment", "VARCHAR"),
                new Column("labels", "VARCHAR"),
                new Column("simulated", "BOOLEAN"),
                new Column("count", "BIGINT"),
                new Column("sum", "DOUBLE"),
                new Column("min", "DOUBLE"),
                new Column("max", "DOUBLE"),
                new Column("last", "DOUBLE"));
    }

    @Override
    public String query(LocalDate day) {
        return "select " + Csv.instant("m.time") + ", s.id, s.name, s.unit, s.team, s.environment, s.labels::text,"
                + " s.simulated::text, m.count, m.sum, m.min, m.max, m.last from metric_1m m"
                + " join metric_series s on s.id = m.series where " + Csv.ofDay("m.time", day)
                + " order by m.series, m.time";
    }

    @Override
    public int settlesAfterDays() {
        return LATE_DAYS;
    }
}
