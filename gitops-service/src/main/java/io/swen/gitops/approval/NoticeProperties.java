package io.swen.gitops.approval;

import io.swen.platform.notification.Courier;
import io.swen.platform.notification.Receiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is told that a change waits for approval. Secrets belong into files of the config tree, such as
 * {@code swen.gitops.notifications.receivers.ops.webhook.secret}.
 *
 * @param receivers by name
 * @param routes where there are none, every receiver is told of everything; else each of the routes that match
 * @param attempts how often sending is tried at most
 * @param firstPause after the first failure; doubled each time up to {@code longestPause}
 * @param timeout how long a receiver may be silent
 */
@ConfigurationProperties("swen.gitops.notifications")
record NoticeProperties(
        @DefaultValue Map<String, Receiver> receivers,
        @DefaultValue List<Route> routes,
        @DefaultValue("8") int attempts,
        @DefaultValue("PT5S") Duration firstPause,
        @DefaultValue("PT10M") Duration longestPause,
        @DefaultValue("PT10S") Duration timeout,
        @DefaultValue("P30D") Duration retention) {

    private static final int MOST_RECEIVERS = 100;

    NoticeProperties {
        receivers = Map.copyOf(new LinkedHashMap<>(receivers));
        routes = List.copyOf(routes);
        List<String> problems = new ArrayList<>();
        if (receivers.size() > MOST_RECEIVERS) {
            problems.add("receivers: there are " + receivers.size() + ", allowed: " + MOST_RECEIVERS);
        }
        receivers.forEach((name, receiver) -> receiver.check("receivers." + name, problems));
        for (int i = 0; i < routes.size(); i++) {
            for (String name : routes.get(i).receivers()) {
                if (!receivers.containsKey(name)) {
                    problems.add("routes[" + i + "].receivers: is " + name + ", allowed: " + receivers.keySet());
                }
            }
        }
        if (attempts < 1 || attempts > 50 || !firstPause.isPositive() || !timeout.isPositive()) {
            problems.add("attempts: allowed: 1 to 50; first-pause and timeout: must be positive");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "swen.gitops.notifications cannot be used:\n  " + String.join("\n  ", problems));
        }
    }

    /**
     * Which changes go where.
     *
     * @param teams empty for all, like {@code environments}
     */
    record Route(
            @DefaultValue Set<String> teams,
            @DefaultValue Set<String> environments,
            @DefaultValue List<String> receivers) {

        Route {
            teams = Set.copyOf(teams);
            environments = Set.copyOf(environments);
            receivers = List.copyOf(receivers);
        }

        boolean covers(String team, String environment) {
            return (teams.isEmpty() || teams.contains(team))
                    && (environments.isEmpty() || environments.contains(environment));
        }
    }

    Set<String> receiversOf(String team, String environment) {
        if (routes.isEmpty()) {
            return receivers.keySet();
        }
        Set<String> names = new TreeSet<>();
        routes.stream()
                .filter(route -> route.covers(team, environment))
                .forEach(route -> names.addAll(route.receivers()));
        return names;
    }

    Courier.Terms terms() {
        return new Courier.Terms(attempts, firstPause, longestPause, timeout, retention);
    }
}
