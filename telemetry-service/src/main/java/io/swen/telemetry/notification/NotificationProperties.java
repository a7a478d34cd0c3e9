package io.swen.telemetry.notification;

import io.swen.platform.notification.Receiver;
import io.swen.telemetry.alert.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is told of what. Secrets belong into files of the config tree, such as
 * {@code swen.telemetry.notifications.receivers.ops.webhook.secret}.
 *
 * @param receivers by name
 * @param routes where there are none, every receiver is told of warnings and worse; else each of the routes that match
 * @param groupWait how long the first notice of a thing waits for what else belongs to it
 * @param groupInterval how long after one notice of a thing the next follows at the earliest, unless it is urgent
 * @param attempts how often sending is tried at most
 * @param firstPause after the first failure; doubled each time up to {@code longestPause}
 * @param timeout how long a receiver may be silent
 */
@ConfigurationProperties("swen.telemetry.notifications")
record NotificationProperties(
        @DefaultValue Map<String, Receiver> receivers,
        @DefaultValue List<Route> routes,
        @DefaultValue("PT10S") Duration groupWait,
        @DefaultValue("PT5M") Duration groupInterval,
        @DefaultValue("8") int attempts,
        @DefaultValue("PT5S") Duration firstPause,
        @DefaultValue("PT10M") Duration longestPause,
        @DefaultValue("PT10S") Duration timeout,
        @DefaultValue("P30D") Duration retention) {

    private static final int MOST_RECEIVERS = 100;

    NotificationProperties {
        receivers = Map.copyOf(new LinkedHashMap<>(receivers));
        routes = List.copyOf(routes);
        List<String> problems = new ArrayList<>();
        if (receivers.size() > MOST_RECEIVERS) {
            problems.add("receivers: there are " + receivers.size() + ", allowed: " + MOST_RECEIVERS);
        }
        receivers.forEach((name, receiver) -> receiver.check("receivers." + name, problems));
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            if (route.receivers().isEmpty()) {
                problems.add("routes[" + i + "].receivers: is empty, allowed: at least one");
            }
            for (String name : route.receivers()) {
                if (!receivers.containsKey(name)) {
                    problems.add("routes[" + i + "].receivers: is " + name + ", allowed: " + receivers.keySet());
                }
            }
        }
        if (attempts < 1 || attempts > 50) {
            problems.add("attempts: is " + attempts + ", allowed: 1 to 50");
        }
        if (groupWait.isNegative() || groupInterval.isNegative() || !firstPause.isPositive() || !timeout.isPositive()) {
            problems.add(
                    "group-wait, group-interval, first-pause and timeout: must not be negative, the last two positive");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "swen.telemetry.notifications cannot be used:\n  " + String.join("\n  ", problems));
        }
    }

    /**
     * Which notices go where.
     *
     * @param match labels that the notice has to concern; a value may end in an asterisk
     * @param severity the least severity
     */
    record Route(
            @DefaultValue Map<String, String> match,
            @DefaultValue("warning") Severity severity,
            @DefaultValue List<String> receivers) {

        Route {
            match = Map.copyOf(match);
            receivers = List.copyOf(receivers);
        }
    }
}
