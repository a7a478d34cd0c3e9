package io.swen.telemetry.report;

import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.cloud.CloudProperties;
import io.swen.telemetry.report.ReportProperties.Schedule;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Makes the reports whose periods ended. */
@Component
class ReportJob implements BackgroundJob {

    private static final Duration REAL = Duration.ofSeconds(60);
    private static final Duration SIMULATED = Duration.ofSeconds(10);

    private final ReportProperties properties;
    private final Reports reports;
    private final CloudProperties clouds;

    ReportJob(ReportProperties properties, Reports reports, CloudProperties clouds) {
        this.properties = properties;
        this.reports = reports;
        this.clouds = clouds;
    }

    @Override
    public String name() {
        return "reports";
    }

    @Override
    public Duration interval() {
        return clouds.simulated() ? SIMULATED : REAL;
    }

    @Override
    public boolean enabled() {
        return !properties.schedules().isEmpty();
    }

    @Override
    public void run() {
        for (Schedule schedule : properties.schedules()) {
            reports.scheduled(schedule);
        }
    }
}
