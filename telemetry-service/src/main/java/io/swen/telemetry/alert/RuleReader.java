package io.swen.telemetry.alert;

import io.swen.telemetry.alert.AlertRule.Absence;
import io.swen.telemetry.alert.AlertRule.Anomaly;
import io.swen.telemetry.alert.AlertRule.Budget;
import io.swen.telemetry.alert.AlertRule.Comparison;
import io.swen.telemetry.alert.AlertRule.Condition;
import io.swen.telemetry.alert.AlertRule.Selection;
import io.swen.telemetry.alert.AlertRule.Slo;
import io.swen.telemetry.alert.AlertRule.Staleness;
import io.swen.telemetry.alert.AlertRule.Threshold;
import io.swen.telemetry.cloud.Feed;
import io.swen.telemetry.metrics.Aggregation;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads files of rules and gathers everything that is wrong with them, each with its place. */
final class RuleReader {

    static final int MOST_RULES = 500;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern LABEL = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final int LONGEST_TEXT = 300;
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Set<String> KINDS =
            new LinkedHashSet<>(List.of("threshold", "anomaly", "absence", "staleness", "budget", "slo"));
    private static final Set<String> ANOMALY_KINDS =
            new LinkedHashSet<>(List.of("spike", "level_shift", "flat_line", "missing_data", "seasonal"));
    private static final Set<String> BUDGET_KINDS = new LinkedHashSet<>(List.of("spent", "forecast"));
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final List<String> problems = new ArrayList<>();
    private final Map<String, AlertRule> rules = new LinkedHashMap<>();

    /** Reads a file; a rule replaces one of the same name that an earlier file has, but not one of the same file. */
    void read(String origin, String yaml) {
        JsonNode root;
        try {
            root = YAML.readTree(yaml);
        } catch (JacksonException e) {
            problems.add(origin + ": is no YAML: " + e.getOriginalMessage());
            return;
        }
        Place place = new Place(origin, root);
        if (!root.isObject()) {
            place.problem("must be a map with rules");
            return;
        }
        place.only("rules");
        JsonNode list = root.path("rules");
        if (!list.isArray()) {
            place.problem("rules must be a list");
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < list.size(); i++) {
            Place one = new Place(origin + ": rules[" + i + "]", list.get(i));
            String name = list.get(i).path("name").asString("");
            if (!name.isEmpty() && !names.add(name)) {
                one.problem("name: " + name + " is there twice");
            }
            AlertRule rule = rule(origin, one);
            if (rule == null) {
                rules.remove(name);
            } else {
                rules.put(name, rule);
            }
        }
        if (rules.size() > MOST_RULES) {
            problems.add(origin + ": there are " + rules.size() + " rules by now, allowed: " + MOST_RULES);
        }
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    List<AlertRule> rules() {
        return List.copyOf(rules.values());
    }

    private @Nullable AlertRule rule(String origin, Place place) {
        if (!place.node.isObject()) {
            place.problem("must be a map");
            return null;
        }
        int before = problems.size();
        List<String> allowed =
                new ArrayList<>(List.of("name", "severity", "summary", "for", "keep_firing_for", "labels", "enabled"));
        allowed.addAll(KINDS);
        place.only(allowed.toArray(String[]::new));
        String name = place.text("name", null);
        if (!NAME.matcher(name).matches()) {
            place.problem("name: is " + name + ", allowed: lower-case letters, digits and dashes, at most 63");
        }
        Severity severity = place.choice("severity", Severity.class, Severity.WARNING);
        String summary = place.text("summary", null);
        Duration hold = place.duration("for", Duration.ZERO);
        Duration keep = place.duration("keep_firing_for", Duration.ZERO);
        Map<String, String> labels = place.labels("labels");
        List<String> kinds = KINDS.stream().filter(place.node::has).toList();
        if (kinds.size() != 1) {
            place.problem("has " + (kinds.isEmpty() ? "no condition" : String.join(" and ", kinds))
                    + ", allowed: exactly one of " + String.join(", ", KINDS));
            return null;
        }
        String kind = kinds.getFirst();
        Place body = place.at(kind);
        if (!body.node.isObject()) {
            body.problem("must be a map");
            return null;
        }
        Condition condition = condition(kind, body);
        if (condition instanceof Anomaly) {
            if (!hold.isZero()) {
                place.problem("for: an anomaly is a moment, so there is nothing to wait for");
            }
            if (keep.isZero()) {
                keep = Duration.ofMinutes(30);
            }
        }
        if (problems.size() > before || !place.flag("enabled", true)) {
            return null;
        }
        return new AlertRule(name, severity, summary, hold, keep, labels, condition, origin);
    }

    private static Condition condition(String kind, Place place) {
        return switch (kind) {
            case "threshold" -> threshold(place);
            case "anomaly" -> anomaly(place);
            case "absence" -> absence(place);
            case "staleness" -> staleness(place);
            case "budget" -> budget(place);
            case "slo" -> slo(place);
            default -> throw new IllegalStateException("no such kind: " + kind);
        };
    }

    private static Threshold threshold(Place place) {
        place.only("metric", "match", "aggregation", "window", "above", "below");
        boolean above = place.node.has("above");
        if (above == place.node.has("below")) {
            place.problem("must have one of above and below");
        }
        Duration window = place.duration("window", Duration.ofMinutes(5));
        if (!window.isPositive()) {
            place.problem("window: is " + window + ", allowed: more than PT0S");
        }
        return new Threshold(
                place.selection(),
                place.choice("aggregation", Aggregation.class, Aggregation.AVG),
                window,
                above ? Comparison.ABOVE : Comparison.BELOW,
                place.number(above ? "above" : "below", -Double.MAX_VALUE, Double.MAX_VALUE, 0.0));
    }

    private static Anomaly anomaly(Place place) {
        place.only("metric", "match", "min_score", "kinds");
        return new Anomaly(
                place.node.has("metric") ? place.text("metric", null) : null,
                place.labels("match"),
                place.number("min_score", 0, Double.MAX_VALUE, 0.0),
                place.choices("kinds", ANOMALY_KINDS));
    }

    private static Absence absence(Place place) {
        place.only("metric", "match", "after", "within", "required");
        Duration after = place.duration("after", Duration.ofMinutes(15));
        Duration within = place.duration("within", Duration.ofHours(6));
        if (!after.isPositive() || within.compareTo(after) <= 0) {
            place.problem("within: is " + within + ", allowed: more than after, which is " + after);
        }
        return new Absence(place.selection(), after, within, place.flag("required", false));
    }

    private static Staleness staleness(Place place) {
        place.only("of", "provider", "feeds");
        Set<String> feeds =
                Arrays.stream(Feed.values()).map(Feed::id).collect(Collectors.toCollection(LinkedHashSet::new));
        return new Staleness(
                place.choice("of", Staleness.Subject.class, Staleness.Subject.REGION),
                place.node.has("provider") ? place.text("provider", null) : null,
                place.choices("feeds", feeds));
    }

    private static Budget budget(Place place) {
        place.only("min_percent", "below_percent", "kinds");
        double min = place.number("min_percent", 0, 1_000, null);
        double below = place.number("below_percent", 0, Double.MAX_VALUE, Double.MAX_VALUE);
        if (below <= min) {
            place.problem("below_percent: is " + below + ", allowed: more than min_percent, which is " + min);
        }
        return new Budget(min, below, place.choices("kinds", BUDGET_KINDS));
    }

    private static Slo slo(Place place) {
        place.only("good", "total", "objective", "by");
        double objective = place.number("objective", 0, 100, null);
        if (objective <= 0 || objective >= 100) {
            place.problem("objective: is " + objective + ", allowed: a percentage above 0 and below 100");
        }
        List<String> by = new ArrayList<>();
        for (JsonNode label : place.node.path("by")) {
            by.add(label.asString(""));
        }
        if (by.stream().anyMatch(label -> !LABEL.matcher(label).matches())) {
            place.problem("by: is " + by + ", allowed: names of labels");
        }
        Place good = place.at("good");
        Place total = place.at("total");
        good.only("metric", "match");
        total.only("metric", "match");
        return new Slo(good.selection(), total.selection(), objective, by);
    }

    /** A node and the path to it. */
    private final class Place {

        private final String path;
        private final JsonNode node;

        Place(String path, JsonNode node) {
            this.path = path;
            this.node = node;
        }

        Place at(String field) {
            return new Place(path + "." + field, node.path(field));
        }

        void problem(String what) {
            problems.add(path + (what.matches("[a-z_]+: .*") ? "." : ": ") + what);
        }

        void only(String... fields) {
            Set<String> known = new LinkedHashSet<>(List.of(fields));
            for (String field : node.propertyNames()) {
                if (!known.contains(field)) {
                    problem(field + " is not known, allowed: " + String.join(", ", known));
                }
            }
        }

        String text(String field, @Nullable String absent) {
            JsonNode value = node.path(field);
            if (value.isMissingNode() && absent != null) {
                return absent;
            }
            if (!value.isString()
                    || value.asString().isBlank()
                    || value.asString().length() > LONGEST_TEXT) {
                problem(field + ": " + given(value) + ", allowed: 1 to " + LONGEST_TEXT + " characters");
                return "";
            }
            return value.asString();
        }

        /** A number; required where {@code absent} is null. */
        double number(String field, double least, double most, @Nullable Double absent) {
            JsonNode value = node.path(field);
            if (value.isMissingNode() && absent != null) {
                return absent;
            }
            if (!value.isNumber() || !(value.asDouble() >= least && value.asDouble() <= most)) {
                problem(field + ": " + given(value) + ", allowed: a number"
                        + (most < Double.MAX_VALUE ? " from " + least + " to " + most : ""));
                return least;
            }
            return value.asDouble();
        }

        boolean flag(String field, boolean absent) {
            JsonNode value = node.path(field);
            if (value.isMissingNode()) {
                return absent;
            }
            if (!value.isBoolean()) {
                problem(field + ": " + given(value) + ", allowed: true, false");
                return absent;
            }
            return value.asBoolean();
        }

        Duration duration(String field, Duration absent) {
            JsonNode value = node.path(field);
            if (value.isMissingNode()) {
                return absent;
            }
            try {
                Duration duration = Duration.parse(value.asString(""));
                if (!duration.isNegative() && duration.compareTo(LONGEST) <= 0) {
                    return duration;
                }
            } catch (DateTimeParseException e) {
                problem(field + ": " + given(value) + ", allowed: a duration such as PT5M");
                return absent;
            }
            problem(field + ": " + given(value) + ", allowed: PT0S to " + LONGEST);
            return absent;
        }

        <E extends Enum<E>> E choice(String field, Class<E> type, E absent) {
            JsonNode value = node.path(field);
            if (value.isMissingNode()) {
                return absent;
            }
            for (E constant : type.getEnumConstants()) {
                if (constant.name().toLowerCase(Locale.ROOT).equals(value.asString(""))) {
                    return constant;
                }
            }
            problem(field + ": " + given(value) + ", allowed: "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ")));
            return absent;
        }

        Set<String> choices(String field, Set<String> allowed) {
            Set<String> chosen = new LinkedHashSet<>();
            JsonNode values = node.path(field);
            if (!values.isMissingNode() && !values.isArray()) {
                problem(field + ": " + given(values) + ", allowed: a list of " + String.join(", ", allowed));
                return chosen;
            }
            for (JsonNode value : values) {
                if (allowed.contains(value.asString(""))) {
                    chosen.add(value.asString());
                } else {
                    problem(field + ": " + given(value) + ", allowed: " + String.join(", ", allowed));
                }
            }
            return chosen;
        }

        Map<String, String> labels(String field) {
            Map<String, String> labels = new TreeMap<>();
            JsonNode values = node.path(field);
            if (!values.isMissingNode() && !values.isObject()) {
                problem(field + ": " + given(values) + ", allowed: a map of labels");
                return labels;
            }
            for (Map.Entry<String, JsonNode> label : values.properties()) {
                if (!LABEL.matcher(label.getKey()).matches()
                        || !label.getValue().isValueNode()
                        || label.getValue().asString("").isEmpty()) {
                    problem(field + ": " + label.getKey() + " " + given(label.getValue())
                            + ", allowed: names of lower-case letters, digits and _, with a text");
                } else {
                    labels.put(label.getKey(), label.getValue().asString());
                }
            }
            return labels;
        }

        Selection selection() {
            return new Selection(text("metric", null), labels("match"));
        }

        private static String given(JsonNode value) {
            if (value.isMissingNode()) {
                return "is missing";
            }
            String text = value.toString();
            return "is " + (text.length() > 100 ? text.substring(0, 100) + "…" : text);
        }
    }
}
