package io.swen.cli.supply;

import io.swen.cli.console.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A known weakness, in the OSV format (https://ossf.github.io/osv-schema/).
 *
 * @param id for example {@code GHSA-…}
 * @param names the id and its aliases
 * @param summary one line of what is wrong; empty where the source has none
 * @param modified when its source changed it last
 * @param affected the packages concerned
 */
record Advisory(String id, List<String> names, String summary, Instant modified, List<Affected> affected) {
    Advisory {
        names = List.copyOf(names);
        affected = List.copyOf(affected);
    }

    /**
     * One package and its bad versions.
     *
     * @param ecosystem where it comes from
     * @param name as OSV calls it
     * @param versions bad versions listed one by one
     * @param ranges bad versions from and to
     */
    record Affected(Ecosystem ecosystem, String name, List<String> versions, List<List<Event>> ranges) {
        boolean covers(Component component) {
            if (component.ecosystem() != ecosystem || !component.name().equals(name)) {
                return false;
            }
            return versions.contains(component.version())
                    || ranges.stream().anyMatch(range -> within(range, component.version()));
        }

        /** OSV's own evaluation: walk the events in the order of their versions; the last one that counts decides. */
        private boolean within(List<Event> range, String version) {
            boolean bad = false;
            for (Event event : range.stream().sorted(order(ecosystem)).toList()) {
                switch (event.kind()) {
                    case INTRODUCED -> {
                        if (event.version().equals("0") || ecosystem.compare(version, event.version()) >= 0) {
                            bad = true;
                        }
                    }
                    case FIXED -> {
                        if (ecosystem.compare(version, event.version()) >= 0) {
                            bad = false;
                        }
                    }
                    case LAST_AFFECTED -> {
                        if (ecosystem.compare(version, event.version()) > 0) {
                            bad = false;
                        }
                    }
                }
            }
            return bad;
        }
    }

    /**
     * A point where versions turn bad or good.
     *
     * @param kind what happens there
     * @param version the version it happens in
     */
    record Event(Kind kind, String version) {
        enum Kind {
            INTRODUCED("introduced"),
            FIXED("fixed"),
            LAST_AFFECTED("last_affected");

            private final String field;

            Kind(String field) {
                this.field = field;
            }
        }
    }

    boolean covers(Component component) {
        return affected.stream().anyMatch(each -> each.covers(component));
    }

    /**
     * Reads an OSV document; empty if it was withdrawn or tells of no package of an ecosystem that is used here.
     *
     * @throws IllegalArgumentException if a part that the check relies on is missing or malformed
     */
    static Optional<Advisory> of(JsonNode document) {
        String id = required(document, "id");
        Instant modified;
        try {
            modified = Instant.parse(required(document, "modified"));
        } catch (DateTimeParseException notAnInstant) {
            throw new IllegalArgumentException(id + ": modified is not an instant of RFC 3339", notAnInstant);
        }
        if (Json.text(document, "withdrawn") != null) {
            return Optional.empty();
        }
        List<Affected> affected = new ArrayList<>();
        for (JsonNode entry : document.path("affected")) {
            Optional<Ecosystem> ecosystem = Ecosystem.named(Json.text(entry, "package.ecosystem", ""));
            String name = Json.text(entry, "package.name");
            if (ecosystem.isPresent() && name != null) {
                affected.add(new Affected(ecosystem.get(), name, versions(entry), ranges(entry)));
            }
        }
        if (affected.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>(List.of(id));
        document.path("aliases").forEach(alias -> names.add(alias.asString()));
        return Optional.of(new Advisory(id, names, Json.text(document, "summary", ""), modified, affected));
    }

    private static List<String> versions(JsonNode entry) {
        List<String> versions = new ArrayList<>();
        entry.path("versions").forEach(version -> versions.add(version.asString()));
        return versions;
    }

    private static List<List<Event>> ranges(JsonNode entry) {
        List<List<Event>> ranges = new ArrayList<>();
        for (JsonNode range : entry.path("ranges")) {
            // Ranges of commits say nothing about versions.
            if ("GIT".equals(Json.text(range, "type"))) {
                continue;
            }
            List<Event> events = new ArrayList<>();
            for (JsonNode each : range.path("events")) {
                for (Event.Kind kind : Event.Kind.values()) {
                    String version = Json.text(each, kind.field);
                    if (version != null) {
                        events.add(new Event(kind, version));
                    }
                }
            }
            ranges.add(List.copyOf(events));
        }
        return ranges;
    }

    private static Comparator<Event> order(Ecosystem ecosystem) {
        return (one, other) -> {
            if (one.version().equals("0") || other.version().equals("0")) {
                return Boolean.compare(
                        other.version().equals("0"), one.version().equals("0"));
            }
            int byVersion = ecosystem.compare(one.version(), other.version());
            return byVersion != 0 ? byVersion : one.kind().compareTo(other.kind());
        };
    }

    private static String required(JsonNode document, String field) {
        String value = Json.text(document, field);
        if (value == null) {
            throw new IllegalArgumentException("an advisory has no " + field);
        }
        return value;
    }
}
