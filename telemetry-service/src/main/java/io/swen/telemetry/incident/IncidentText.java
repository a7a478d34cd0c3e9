package io.swen.telemetry.incident;

import io.swen.telemetry.alert.Alert;
import io.swen.telemetry.alert.AlertState;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What receivers are told of an incident. */
final class IncidentText {

    private static final int MOST_ALERTS = 20;
    private static final int MOST_NAMES = 50;

    private IncidentText() {}

    /** An alert in what programs get. */
    record AlertData(String rule, String severity, String state, Map<String, String> labels, String summary) {}

    /**
     * What programs get.
     *
     * @param alerts the first ones of them
     */
    record Data(IncidentChanged incident, List<String> workloads, List<String> regions, List<AlertData> alerts) {}

    static Data data(Incident incident, String change, List<Alert> all) {
        return new Data(
                IncidentChanged.of(incident, change, all.size(), firing(all)),
                names(all, "workload"),
                names(all, "region"),
                all.stream()
                        .limit(MOST_ALERTS)
                        .map(alert -> new AlertData(
                                alert.rule(),
                                alert.severity().id(),
                                alert.state().id(),
                                alert.labels(),
                                alert.summary()))
                        .toList());
    }

    /** What people read. */
    static String of(Incident incident, String change, List<Alert> all) {
        StringBuilder text = new StringBuilder();
        text.append("Incident ")
                .append(incident.id())
                .append(": ")
                .append(change.replace('_', ' '))
                .append('\n');
        text.append("Scope: ").append(incident.scope().key()).append('\n');
        text.append("Since: ").append(incident.beganAt()).append('\n');
        if (incident.assignee() != null) {
            text.append("Assignee: ").append(incident.assignee()).append('\n');
        }
        text.append(firing(all)).append(" of ").append(all.size()).append(" alerts fire\n");
        for (Alert alert : all.subList(0, Math.min(all.size(), MOST_ALERTS))) {
            text.append("- [")
                    .append(alert.state().id())
                    .append("] ")
                    .append(alert.rule())
                    .append(": ")
                    .append(alert.summary())
                    .append('\n');
        }
        if (all.size() > MOST_ALERTS) {
            text.append("- and ").append(all.size() - MOST_ALERTS).append(" more\n");
        }
        return text.toString();
    }

    static List<String> names(List<Alert> all, String label) {
        TreeSet<String> names = new TreeSet<>();
        for (Alert alert : all) {
            String name = alert.labels().get(label);
            if (name != null) {
                names.add(name);
            }
        }
        return names.stream().limit(MOST_NAMES).toList();
    }

    private static int firing(List<Alert> all) {
        return (int)
                all.stream().filter(alert -> alert.state() == AlertState.FIRING).count();
    }
}
