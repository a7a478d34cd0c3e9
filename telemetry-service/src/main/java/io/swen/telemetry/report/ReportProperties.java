package io.swen.telemetry.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Which reports are made without being asked for, and to whom they go. */
@ConfigurationProperties("swen.telemetry.report")
record ReportProperties(@DefaultValue List<Schedule> schedules) {

    /**
     * A report that is made when its period ended.
     *
     * @param team null for all teams together
     * @param receivers names of {@code swen.telemetry.notifications.receivers}; nobody is fine, as it can be read
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
    private static final int MOST_RECEIVERS = 50;

    ReportProperties {
        schedules = List.copyOf(schedules);
        List<String> problems = new ArrayList<>();
        if (schedules.size() > MOST_SCHEDULES) {
            problems.add("there are " + schedules.size() + " schedules, at most " + MOST_SCHEDULES);
        }
        for (Schedule schedule : schedules) {
            if (schedule.receivers().size() > MOST_RECEIVERS) {
                problems.add("a " + schedule.period().id() + " report goes to more than " + MOST_RECEIVERS);
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("swen.telemetry.report: " + String.join("; ", problems));
        }
    }
}
