package io.swen.telemetry.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Which reports are made without being asked for. */
@ConfigurationProperties("swen.telemetry.report")
record ReportProperties(@DefaultValue List<Schedule> schedules) {

    /**
     * A report that is made when its period ended.
     *
     * @param team null for all teams together
     * @param receivers names of receivers of {@code swen.telemetry.notifications}; without one it can be read only
     */
    record Schedule(
            ReportPeriod period,
            @Nullable String team,
            @DefaultValue List<String> receivers) {

        Schedule {
            receivers = List.copyOf(receivers);
        }
    }

    private static final int MOST_SCHEDULES = 200;

    ReportProperties {
        schedules = List.copyOf(schedules);
        if (schedules.size() > MOST_SCHEDULES) {
            throw new IllegalArgumentException(
                    "swen.telemetry.report has " + schedules.size() + " schedules, at most " + MOST_SCHEDULES);
        }
    }
}
