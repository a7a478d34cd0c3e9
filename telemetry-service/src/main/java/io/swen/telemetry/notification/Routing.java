package io.swen.telemetry.notification;

import io.swen.telemetry.alert.Severity;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Says which receivers a notice goes to. */
@Component
class Routing {

    private final NotificationProperties properties;

    Routing(NotificationProperties properties) {
        this.properties = properties;
    }

    Set<String> receivers(Notice notice) {
        Set<String> receivers = new TreeSet<>();
        if (properties.routes().isEmpty() && notice.severity().isAtLeast(Severity.WARNING)) {
            receivers.addAll(properties.receivers().keySet());
        }
        for (NotificationProperties.Route route : properties.routes()) {
            if (notice.severity().isAtLeast(route.severity())
                    && route.match().entrySet().stream()
                            .allMatch(wanted -> notice.labels().getOrDefault(wanted.getKey(), Set.of()).stream()
                                    .anyMatch(value -> matches(wanted.getValue(), value)))) {
                receivers.addAll(route.receivers());
            }
        }
        return receivers;
    }

    private static boolean matches(String wanted, String value) {
        return wanted.endsWith("*") ? value.startsWith(wanted.substring(0, wanted.length() - 1)) : wanted.equals(value);
    }
}
