package io.swen.telemetry.export;

import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;

/** What the providers announced to take back. */
@Component
class InterruptionKind implements ExportKind {

    /** Some queues keep notices for a while. */
    private static final int LATE_DAYS = 4;

    @Override
    public String name() {
        return "interruptions";
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column("noticed_at", "TIMESTAMPTZ"),
                new Column("effective_at", "TIMESTAMPTZ"),
                new Column("received_at", "TIMESTAMPTZ"),
                new Column("provider", "VARCHAR"),
                new Column("region", "VARCHAR"),
                new Column("instance_id", "VARCHAR"),
                new Column("notice_id", "VARCHAR"),
                new Column("notice", "VARCHAR"),
                new Column("detail", "VARCHAR"),
                new Column("workload", "VARCHAR"),
                new Column("team", "VARCHAR"),
                new Column("environment", "VARCHAR"),
                new Column("simulated", "BOOLEAN"));
    }

    @Override
    public String query(LocalDate day) {
        return "select " + Csv.instant("noticed_at") + ", " + Csv.instant("effective_at") + ", "
                + Csv.instant("received_at")
                + ", provider, region, instance_id, notice_id, kind, detail, workload, team,"
                + " environment, simulated::text from interruption_notice where " + Csv.ofDay("noticed_at", day)
                + " order by noticed_at, id";
    }

    @Override
    public int settlesAfterDays() {
        return LATE_DAYS;
    }
}
