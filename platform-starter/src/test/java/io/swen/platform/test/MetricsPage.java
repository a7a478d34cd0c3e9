package io.swen.platform.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import io.swen.platform.metric.Declaration;
import io.swen.platform.metric.DeclaredMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds docs/observability/metrics.md and what is registered against what a service declares; each service has one test for it. */
public final class MetricsPage {

    private static final Path PAGE = Path.of("../docs/observability/metrics.md");
    private static final PrometheusNamingConvention NAMES = new PrometheusNamingConvention();
    /** Put on every meter by configuration. */
    private static final String COMMON_TAG = "application";

    private MetricsPage() {}

    /** Fails where a meter of the platform is not declared as it is registered, or a declared gauge is not there. */
    public static void checkRegistered(MeterRegistry registry, List<DeclaredMetrics> declared) {
        Map<String, Declaration> byId = declared.stream()
                .flatMap(each -> each.declarations().stream())
                .collect(Collectors.toMap(Declaration::id, Function.identity()));
        Set<String> wrong = new TreeSet<>();
        for (Meter meter : registry.getMeters()) {
            Meter.Id id = meter.getId();
            if (!id.getName().startsWith("swen.")) {
                continue;
            }
            Declaration declaration = byId.get(id.getName());
            if (declaration == null) {
                wrong.add(id.getName() + " is registered and not declared");
                continue;
            }
            Set<String> tags = id.getTags().stream().map(Tag::getKey).collect(Collectors.toCollection(TreeSet::new));
            tags.remove(COMMON_TAG);
            Set<String> expected = declaration.tags().stream()
                    .map(Declaration.Tag::key)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!tags.equals(expected)) {
                wrong.add(id.getName() + " has the tags " + tags + ", declared are " + expected);
            }
            if (!typeOf(declaration).equals(typeOf(id))) {
                wrong.add(id.getName() + " is a " + typeOf(id) + ", declared is a " + typeOf(declaration));
            }
            for (Declaration.Tag tag : declaration.tags()) {
                String value = String.valueOf(id.getTag(tag.key()));
                if (!tag.values().isEmpty() && !tag.values().contains(value)) {
                    wrong.add(id.getName() + " has " + tag.key() + "=" + value + ", declared are " + tag.values());
                }
            }
            String unit = declaration.kind() == Declaration.Kind.TIMER ? "seconds" : declaration.unit();
            if (!String.valueOf(unit).equals(String.valueOf(id.getBaseUnit()))) {
                wrong.add(id.getName() + " is in " + id.getBaseUnit() + ", declared is " + unit);
            }
        }
        for (Declaration declaration : byId.values()) {
            if (declaration.kind() == Declaration.Kind.GAUGE
                    && declaration.condition() == null
                    && declaration.tags().stream().noneMatch(tag -> tag.values().isEmpty())
                    && registry.find(declaration.id()).meters().isEmpty()) {
                wrong.add(declaration.id() + " is declared and not registered");
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Fails where the section of the page is not what the declarations say. */
    public static void checkDocumented(String section, DeclaredMetrics declared) throws IOException {
        String begin = "<!-- " + section + " -->\n";
        String end = "<!-- /" + section + " -->";
        String page = Files.readString(PAGE);
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        assertThat(from)
                .as("%s has a section %s", PAGE, section)
                .isNotNegative()
                .isLessThan(to);
        String now = table(declared);
        if (Boolean.getBoolean("swen.update-metrics")) {
            Files.writeString(PAGE, page.substring(0, from + begin.length()) + now + page.substring(to));
            return;
        }
        assertThat(page.substring(from + begin.length(), to))
                .as("run with -Dswen.update-metrics=true to write the section %s of %s", section, PAGE)
                .isEqualTo(now);
    }

    private static String table(DeclaredMetrics declared) {
        return declared.declarations().stream()
                .map(each -> "| `" + name(each) + "` | " + kind(each) + " | " + tags(each) + " | " + each.meaning()
                        + (each.condition() == null ? "" : "; where " + each.condition()) + " |\n")
                .collect(Collectors.joining("", "| series | kind | labels | meaning |\n|---|---|---|---|\n", ""));
    }

    private static String name(Declaration declaration) {
        String name = NAMES.name(
                declaration.id(),
                switch (declaration.kind()) {
                    case COUNTER, READ_COUNTER -> Meter.Type.COUNTER;
                    case GAUGE -> Meter.Type.GAUGE;
                    case TIMER -> Meter.Type.TIMER;
                    case SUMMARY -> Meter.Type.DISTRIBUTION_SUMMARY;
                },
                declaration.kind() == Declaration.Kind.TIMER ? "seconds" : declaration.unit());
        // The endpoint adds it to what only counts up.
        return kind(declaration).equals("counter") && !name.endsWith("_total") ? name + "_total" : name;
    }

    private static String kind(Declaration declaration) {
        return switch (declaration.kind()) {
            case COUNTER, READ_COUNTER -> "counter";
            case GAUGE -> "gauge";
            case TIMER -> "timer: `_count`, `_sum`, `_max`";
            case SUMMARY -> "summary: `_count`, `_sum`, `_max`";
        };
    }

    private static String tags(Declaration declaration) {
        return declaration.tags().isEmpty()
                ? "–"
                : declaration.tags().stream()
                        .map(tag -> "`" + tag.key() + "`"
                                + (tag.values().isEmpty() ? "" : ": " + String.join(", ", tag.values())))
                        .collect(Collectors.joining("; "));
    }

    private static String typeOf(Declaration declaration) {
        return switch (declaration.kind()) {
            case COUNTER, READ_COUNTER -> "counter";
            case GAUGE -> "gauge";
            case TIMER -> "timer";
            case SUMMARY -> "summary";
        };
    }

    private static String typeOf(Meter.Id id) {
        return switch (id.getType()) {
            case COUNTER -> "counter";
            case GAUGE -> "gauge";
            case TIMER -> "timer";
            case DISTRIBUTION_SUMMARY -> "summary";
            case LONG_TASK_TIMER, OTHER -> id.getType().toString();
        };
    }
}
