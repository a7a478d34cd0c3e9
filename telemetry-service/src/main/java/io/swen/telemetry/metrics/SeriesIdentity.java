package io.swen.telemetry.metrics;

import io.swen.telemetry.metrics.SeriesKey.Part;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What makes a series the same series: name, team, environment and labels in whatever order. The unit does not belong to it; a
 * series keeps the one it began with.
 */
record SeriesIdentity(
        String name,
        @Nullable String unit,
        @Nullable String team,
        @Nullable String environment,
        SortedMap<String, String> labels,
        @Nullable Refusal problem) {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:./-]*");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_./-]*");
    private static final int HASH_BYTES = 16;

    SeriesIdentity {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** Identifies it in the database and in the cache. */
    String hash() {
        StringBuilder text = new StringBuilder(128)
                .append(name)
                .append('\u0001')
                .append(team)
                .append('\u0002')
                .append(environment);
        for (Map.Entry<String, String> label : labels.entrySet()) {
            text.append('\u0003').append(label.getKey()).append('\u0004').append(label.getValue());
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Collects the parts and says what is wrong with them. */
    static final class Builder {

        private String name = "";
        private @Nullable String unit;
        private @Nullable String team;
        private @Nullable String environment;
        private final SortedMap<String, String> labels = new TreeMap<>();
        private String label = "";
        private @Nullable Refusal problem;

        void add(Part part, String value) {
            switch (part) {
                case NAME -> name = value;
                case UNIT -> unit = value;
                case TEAM -> team = value;
                case ENVIRONMENT -> environment = value;
                case LABEL -> label = value;
                case VALUE -> {
                    if (!LABEL.matcher(label).matches()) {
                        problem("labels", label, "names of letters, digits and . _ / - that begin with a letter or _");
                    } else if (labels.put(label, value) != null) {
                        problem("labels." + label, value, "one value");
                    }
                }
            }
        }

        SeriesIdentity build() {
            if (name.isEmpty() || !NAME.matcher(name).matches()) {
                problem("name", name.isEmpty() ? null : name, "letters, digits and _ : . / - that begin with a letter");
            }
            if (team == null) {
                problem("team", null, "one of your teams");
            }
            if (environment == null) {
                problem("environment", null, "one of your environments");
            }
            return new SeriesIdentity(name, unit, team, environment, labels, problem);
        }

        private void problem(String field, @Nullable String given, String allowed) {
            if (problem == null) {
                problem = new Refusal(field, given, allowed);
            }
        }
    }
}
