package io.swen.telemetry.stream;

import io.swen.platform.event.CloudEvent;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Permission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be listened to. */
enum Topic {
    /** Samples as they come, at most one a second and series; they are not kept, so that nothing of them is resumed. */
    METRICS(Permission.TELEMETRY_READ),
    PRICES(Permission.TELEMETRY_READ, "PriceEpochPublished", "TelemetryStale"),
    ANOMALIES(Permission.TELEMETRY_READ, "AnomalyDetected"),
    INTERRUPTIONS(Permission.TELEMETRY_READ, "InterruptionNoticed"),
    ALERTS(Permission.ALERT_READ, "AlertChanged"),
    INCIDENTS(Permission.ALERT_READ, "IncidentChanged");

    private final Permission permission;
    private final List<String> types;

    Topic(Permission permission, String... types) {
        this.permission = permission;
        this.types =
                Arrays.stream(types).map(type -> CloudEvent.TYPE_PREFIX + type).toList();
    }

    Permission permission() {
        return permission;
    }

    /** The full types of its events. */
    List<String> types() {
        return types;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Set<String> allTypes() {
        return Arrays.stream(values()).flatMap(topic -> topic.types.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The topics that are asked for; all where nothing is. */
    static Set<Topic> of(@Nullable Set<String> given) {
        if (given == null || given.isEmpty()) {
            return EnumSet.allOf(Topic.class);
        }
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        for (String name : given) {
            topics.add(Arrays.stream(values())
                    .filter(topic -> topic.id().equals(name))
                    .findFirst()
                    .orElseThrow(() -> ProblemException.invalidField(
                            "topics",
                            name,
                            "one or more of "
                                    + Arrays.stream(values()).map(Topic::id).collect(Collectors.joining(", ")))));
        }
        return topics;
    }
}
