package io.swen.telemetry.export;

import io.swen.telemetry.cost.Focus;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;

/** Costs in the columns of FOCUS. */
@Component
class CostKind implements ExportKind {

    /** Providers correct bills for about a month. */
    private static final int CORRECTED_FOR_DAYS = 35;

    @Override
    public String name() {
        return "cost";
    }

    @Override
    public List<Column> columns() {
        return Focus.COLUMNS.stream()
                .map(column -> new Column(
                        column.id(),
                        switch (column.type()) {
                            case STRING, JSON -> "VARCHAR";
                            case DECIMAL -> "DECIMAL(38,12)";
                            case DATE_TIME -> "TIMESTAMPTZ";
                        }))
                .toList();
    }

    @Override
    public String query(LocalDate day) {
        return Focus.exportOfDay(day);
    }

    @Override
    public int settlesAfterDays() {
        return CORRECTED_FOR_DAYS;
    }
}
