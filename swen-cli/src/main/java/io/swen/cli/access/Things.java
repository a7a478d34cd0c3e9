package io.swen.cli.access;

import java.util.Map;

/**
 * The ids that stand for a path's parameters, by the resource before them.
 *
 * @param ids {@code workloads} to the id of a workload, and so on
 */
record Things(Map<String, String> ids) {

    Things {
        ids = Map.copyOf(ids);
    }

    /** Whether there is a thing for every parameter of the path. */
    boolean has(Endpoint endpoint) {
        String[] parts = endpoint.path().split("/");
        for (int i = 1; i < parts.length; i++) {
            if (isThing(parts, i) ? !ids.containsKey(parts[i - 1]) : !isKnown(parts[i])) {
                return false;
            }
        }
        return endpoint.hasParameters();
    }

    /** The path with its parameters filled in; what has no thing becomes an id that nobody has. */
    String in(Endpoint endpoint) {
        String[] parts = endpoint.path().split("/");
        for (int i = 1; i < parts.length; i++) {
            if (isThing(parts, i)) {
                parts[i] = ids.getOrDefault(parts[i - 1], "01900000-0000-7000-8000-000000000000");
                continue;
            }
            parts[i] = switch (parts[i]) {
                case "{service}" -> endpoint.service();
                case "{name}" -> "validate";
                default -> parts[i].startsWith("{") ? "none" : parts[i];
            };
        }
        return String.join("/", parts);
    }

    /** Nothing is recorded for the matrix, so there is no recording to be had. */
    private static boolean isKnown(String part) {
        return part.startsWith("{") ? part.equals("{service}") || part.equals("{name}") : !part.equals("recording");
    }

    private static boolean isThing(String[] parts, int i) {
        return switch (parts[i]) {
            case "{id}", "{change_id}" -> true;
            case "{name}" -> parts[i - 1].equals("policies");
            default -> false;
        };
    }
}
