package io.swen.telemetry.notification;

import io.swen.telemetry.alert.Severity;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Something to tell of a thing that changes over time; a newer notice of the same thing takes the place of one that waits.
 *
 * @param subject the thing, such as an incident
 * @param kind what happened, such as {@code opened}
 * @param labels what routes go by: everything that it concerns
 * @param atOnce whether it is worth no waiting for what else may come
 * @param title one line for people
 * @param text the rest for people, plain text
 * @param data what programs get, written as JSON
 */
public record Notice(
        UUID subject,
        String kind,
        Severity severity,
        Map<String, Set<String>> labels,
        boolean atOnce,
        String title,
        String text,
        Object data) {

    public Notice {
        labels = labels.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> Set.copyOf(entry.getValue()), (a, b) -> a, TreeMap::new));
    }
}
