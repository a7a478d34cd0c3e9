package io.swen.telemetry.incident;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.job.BackgroundJob;
import io.swen.platform.metric.GaugeValues;
import io.swen.telemetry.support.TelemetryMetric;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Measures how many alerts fire and how many incidents are open. */
@Component
class IncidentGauges implements BackgroundJob {

    private static final Duration EVERY = Duration.ofSeconds(10);

    private final JdbcTemplate jdbc;
    private final GaugeValues alerts;
    private final GaugeValues incidents;

    IncidentGauges(JdbcTemplate jdbc, MeterRegistry metrics) {
        this.jdbc = jdbc;
        this.alerts = GaugeValues.register(TelemetryMetric.ALERTS_FIRING, metrics);
        this.incidents = GaugeValues.register(TelemetryMetric.INCIDENTS_OPEN, metrics);
    }

    @Override
    public String name() {
        return "incident-gauges";
    }

    @Override
    public Duration interval() {
        return EVERY;
    }

    @Override
    public void run() {
        alerts.set(counts("select severity, count(*) from alert where state = 'firing' group by severity"));
        incidents.set(counts("select severity, count(*) from incident where state <> 'resolved' group by severity"));
    }

    private Map<String, Long> counts(String sql) {
        Map<String, Long> counts = new HashMap<>();
        jdbc.query(sql, row -> {
            counts.put(String.valueOf(row.getString(1)), row.getLong(2));
        });
        return counts;
    }
}
