package io.swen.gitops.remediation;

import io.swen.gitops.contract.Yaml;
import io.swen.gitops.remediation.Runbook.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The runbooks that ship, and those of a configured folder; one that cannot be read keeps the service from starting. */
@Component
class Runbooks {

    private static final int LARGEST_FILE = 64 * 1024;
    private static final int MOST_FILES = 100;
    private static final int MOST_STEPS = 20;
    private static final int MOST_ATTEMPTS = 20;
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Set<String> EVENTS = Set.of("io.swen.InterruptionNoticed", "io.swen.IncidentChanged");

    /** A file as it is written. */
    private record File(
            @Nullable String name,
            @Nullable String title,
            @Nullable TriggerFile trigger,
            @Nullable GuardFile guard,
            @Nullable List<Map<String, JsonNode>> steps,
            @Nullable String otherwise,
            @Nullable HandOverFile handOver) {}

    private record TriggerFile(
            @Nullable String event, @Nullable Map<String, List<String>> when) {}

    private record GuardFile(
            @Nullable Integer mostPerHour,
            @Nullable String unobservedFor,
            @Nullable Boolean failover) {}

    private record HandOverFile(@Nullable String after) {}

    private final Map<String, Runbook> byName;

    Runbooks(RemediationProperties properties) {
        Map<String, Runbook> all = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        shipped().forEach((file, text) -> read(file, text, problems).ifPresent(book -> all.put(book.name(), book)));
        Path folder = properties.runbooks();
        if (folder != null) {
            configured(folder)
                    .forEach((file, text) -> read(file, text, problems).ifPresent(book -> all.put(book.name(), book)));
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException("runbooks cannot be used: " + String.join("; ", problems));
        }
        this.byName = Map.copyOf(all);
    }

    Collection<Runbook> all() {
        return new TreeMap<>(byName).values();
    }

    Optional<Runbook> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The first one, by name, whose trigger the event is. */
    Optional<Runbook> triggeredBy(String type, JsonNode data) {
        return all().stream().filter(book -> book.trigger().matches(type, data)).findFirst();
    }

    private static Map<String, String> shipped() {
        try {
            Map<String, String> texts = new LinkedHashMap<>();
            for (Resource resource :
                    new PathMatchingResourcePatternResolver().getResources("classpath:runbooks/*.yaml")) {
                texts.put(String.valueOf(resource.getFilename()), resource.getContentAsString(StandardCharsets.UTF_8));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException("the runbooks that ship cannot be read", e);
        }
    }

    private static Map<String, String> configured(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .limit(MOST_FILES + 1L)
                    .toList();
            if (found.size() > MOST_FILES) {
                throw new IllegalStateException("there are more than " + MOST_FILES + " runbooks in " + folder);
            }
            Map<String, String> texts = new LinkedHashMap<>();
            for (Path file : found) {
                if (Files.size(file) > LARGEST_FILE) {
                    throw new IllegalStateException(file + " is larger than " + LARGEST_FILE + " bytes");
                }
                texts.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException("the runbooks in " + folder + " cannot be read", e);
        }
    }

    /** Reads a runbook, and adds everything that is wrong with it. */
    static Optional<Runbook> read(String file, String text, List<String> problems) {
        File written;
        try {
            written = Yaml.read(text, File.class);
        } catch (JacksonException e) {
            problems.add(file + ": " + e.getOriginalMessage());
            return Optional.empty();
        }
        Reading reading = new Reading(file, problems);
        int before = problems.size();
        String name = reading.label("name", written.name());
        String title = reading.required("title", written.title());
        Runbook.Trigger trigger = reading.trigger(written.trigger());
        GuardFile guard = written.guard() == null ? new GuardFile(null, null, null) : written.guard();
        int most = guard.mostPerHour() == null ? 10_000 : guard.mostPerHour();
        if (most < 1 || most > 1_000_000) {
            reading.problem("guard.most_per_hour", most, "1 to 1000000");
        }
        Duration unobserved =
                guard.unobservedFor() == null ? null : reading.duration("guard.unobserved_for", guard.unobservedFor());
        List<Step> steps = reading.steps(written.steps());
        Runbook.Otherwise otherwise =
                reading.constant("otherwise", written.otherwise(), Runbook.Otherwise.class, Runbook.Otherwise.RESTART);
        Duration after = reading.duration(
                "hand_over.after",
                written.handOver() == null || written.handOver().after() == null
                        ? "PT1H"
                        : written.handOver().after());
        return problems.size() > before
                ? Optional.empty()
                : Optional.of(new Runbook(
                        name,
                        title,
                        trigger,
                        new Runbook.Guard(most, unobserved, Boolean.TRUE.equals(guard.failover())),
                        steps,
                        otherwise,
                        after));
    }

    /** Reads the parts of one file, gathering what is wrong. */
    private record Reading(String file, List<String> problems) {

        void problem(String field, @Nullable Object given, String allowed) {
            problems.add(file + ": " + field + " is " + given + ", allowed: " + allowed);
        }

        String required(String field, @Nullable String given) {
            if (given == null || given.isBlank() || given.length() > 200) {
                problem(field, given, "1 to 200 characters");
                return "";
            }
            return given;
        }

        String label(String field, @Nullable String given) {
            if (given == null || !given.matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?")) {
                problem(field, given, "a DNS label");
                return "";
            }
            return given;
        }

        Duration duration(String field, @Nullable String given) {
            try {
                Duration read = Duration.parse(String.valueOf(given));
                if (!read.isNegative() && read.compareTo(LONGEST) <= 0) {
                    return read;
                }
            } catch (DateTimeParseException e) {
                // Told of below, like one that is out of bounds.
            }
            problem(field, given, "an ISO 8601 duration up to " + LONGEST);
            return Duration.ZERO;
        }

        <E extends Enum<E>> E constant(String field, @Nullable String given, Class<E> type, E otherwise) {
            if (given == null) {
                return otherwise;
            }
            for (E constant : type.getEnumConstants()) {
                if (constant.name().toLowerCase(Locale.ROOT).equals(given)) {
                    return constant;
                }
            }
            problem(
                    field,
                    given,
                    String.join(
                            ", ",
                            Stream.of(type.getEnumConstants())
                                    .map(each -> each.name().toLowerCase(Locale.ROOT))
                                    .toList()));
            return otherwise;
        }

        Runbook.Trigger trigger(@Nullable TriggerFile written) {
            String event = written == null ? null : written.event();
            if (event == null || !EVENTS.contains(event)) {
                problem("trigger.event", event, String.join(", ", new java.util.TreeSet<>(EVENTS)));
                event = "";
            }
            Map<String, Set<String>> when = new TreeMap<>();
            if (written != null && written.when() != null) {
                written.when().forEach((field, values) -> when.put(field, Set.copyOf(values)));
            }
            return new Runbook.Trigger(event, Map.copyOf(when));
        }

        List<Step> steps(@Nullable List<Map<String, JsonNode>> written) {
            List<Step> steps = new ArrayList<>();
            if (written == null || written.size() > MOST_STEPS) {
                problem("steps", written == null ? null : written.size() + " steps", "1 to " + MOST_STEPS + " steps");
                return steps;
            }
            for (int i = 0; i < written.size(); i++) {
                Map<String, JsonNode> one = written.get(i);
                if (one.size() != 1) {
                    problem("steps[" + i + "]", one.keySet(), "one step");
                    continue;
                }
                Map.Entry<String, JsonNode> entry = one.entrySet().iterator().next();
                Step step = step("steps[" + i + "]." + entry.getKey(), entry.getKey(), entry.getValue());
                if (step != null) {
                    steps.add(step);
                }
            }
            long actions = steps.stream().filter(Step.Action.class::isInstance).count();
            if (actions != 1) {
                problem("steps", actions + " actions", "exactly one of replace, restart, scale");
                return steps;
            }
            boolean acted = false;
            for (Step step : steps) {
                acted |= step instanceof Step.Action;
                boolean follows = step instanceof Step.Wait || step instanceof Step.Verify;
                if (!(step instanceof Step.Action) && acted != follows) {
                    problem(
                            "steps",
                            step.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                            "wait and verify after the action, the others before it");
                }
            }
            return steps;
        }

        private @Nullable Step step(String field, String name, JsonNode with) {
            return switch (name) {
                case "drain" -> plain(field, with, Set.of(), new Step.Drain());
                case "checkpoint" -> plain(field, with, Set.of(), new Step.Checkpoint());
                case "cordon_region" -> plain(field, with, Set.of(), new Step.CordonRegion());
                case "notify" ->
                    plain(
                            field,
                            with,
                            Set.of("message"),
                            new Step.Notify(required(
                                    field + ".message", with.path("message").asString(""))));
                case "replace" ->
                    plain(
                            field,
                            with,
                            Set.of("avoid", "soft", "attempts"),
                            new Step.Replace(
                                    constant(
                                            field + ".avoid",
                                            with.path("avoid").isMissingNode()
                                                    ? null
                                                    : with.path("avoid").asString(""),
                                            Runbook.Avoid.class,
                                            Runbook.Avoid.NOTHING),
                                    with.path("soft").asBoolean(false),
                                    attempts(field, with)));
                case "restart" -> plain(field, with, Set.of("attempts"), new Step.Restart(attempts(field, with)));
                case "scale" -> {
                    int by = with.path("by").asInt(0);
                    if (by == 0 || Math.abs(by) > 50) {
                        problem(field + ".by", by, "-50 to 50, not 0");
                    }
                    yield plain(field, with, Set.of("by", "attempts"), new Step.Scale(by, attempts(field, with)));
                }
                case "wait" ->
                    plain(
                            field,
                            with,
                            Set.of("for"),
                            new Step.Wait(
                                    duration(field + ".for", with.path("for").asString(null))));
                case "verify" ->
                    plain(
                            field,
                            with,
                            Set.of("within"),
                            new Step.Verify(duration(
                                    field + ".within", with.path("within").asString("PT15M"))));
                default -> {
                    problem(
                            field,
                            name,
                            "drain, checkpoint, cordon_region, notify, replace, restart, scale, wait, verify");
                    yield null;
                }
            };
        }

        private Step plain(String field, JsonNode with, Set<String> known, Step step) {
            if (!with.isNull() && !with.isObject()) {
                problem(field, with, "an object");
            }
            for (String given : with.propertyNames()) {
                if (!known.contains(given)) {
                    problem(field + "." + given, given, known.isEmpty() ? "nothing" : String.join(", ", known));
                }
            }
            return step;
        }

        private int attempts(String field, JsonNode with) {
            int attempts = with.path("attempts").asInt(3);
            if (attempts < 1 || attempts > MOST_ATTEMPTS) {
                problem(field + ".attempts", attempts, "1 to " + MOST_ATTEMPTS);
            }
            return attempts;
        }
    }
}
