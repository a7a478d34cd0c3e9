package io.swen.cli.deploy;

import io.swen.cli.project.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the code of the services says about what manifests have to agree with. */
final class Sources {

    static final Map<String, Integer> PORTS =
            Map.of("gateway", 8080, "telemetry", 8081, "routing", 8082, "gitops", 8083, "identity", 8084);

    private static final List<String> SHARED = List.of("platform-starter", "cloud-simulator");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+)");
    private static final Pattern LITERAL = Pattern.compile("\"(SWEN_[A-Z0-9_]+)\"");
    private static final Pattern CALLEE = Pattern.compile("SwenService\\.(TELEMETRY|ROUTING|GITOPS|IDENTITY)\\b");
    private static final Pattern PROPERTIES =
            Pattern.compile("@ConfigurationProperties\\(\\s*(?:prefix\\s*=\\s*)?\"([a-z.-]+)\"");

    /** What the JVM, Spring Boot, the clouds' SDKs and the images' own scripts read, as their documentation says. */
    private static final Set<String> READ_BY_LIBRARIES = Set.of(
            "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT",
            "AWS_SHARED_CREDENTIALS_FILE",
            "ALIBABA_CLOUD_CREDENTIALS_FILE",
            "JAVA_TOOL_OPTIONS");

    private final Path root = Project.find().root();

    /** Every environment variable that a service reads. */
    Set<String> variables() {
        Set<String> variables = new TreeSet<>(READ_BY_LIBRARIES);
        each(modules(), ".yml", text -> collect(PLACEHOLDER, text, variables));
        each(List.of("cloud-simulator"), ".java", text -> collect(LITERAL, text, variables));
        PORTS.keySet().forEach(service -> variables.add("SWEN_" + service.toUpperCase(Locale.ROOT) + "_DATABASE_URL"));
        // Those of a configuration record, by Spring Boot's rule for names: dots become underscores, dashes go.
        each(modules(), ".java", text -> {
            Matcher prefix = PROPERTIES.matcher(text);
            while (prefix.find()) {
                String begin =
                        prefix.group(1).replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
                for (String path : componentsOf(text)) {
                    variables.add(begin + "_" + path);
                }
            }
        });
        return variables;
    }

    /** Whom each service calls, but for the issuer, whose keys and tokens everybody needs. */
    Map<String, Set<String>> callees() {
        Map<String, Set<String>> callees = new TreeMap<>();
        for (String service : PORTS.keySet()) {
            Set<String> called = new TreeSet<>();
            each(
                    List.of(service + "-service"),
                    ".java",
                    text -> CALLEE.matcher(text)
                            .results()
                            .map(call -> call.group(1).toLowerCase(Locale.ROOT))
                            .forEach(called::add));
            if (!service.equals("identity")) {
                called.add("identity");
            }
            called.remove(service);
            callees.put(service, called);
        }
        // By address, as it is told to by swen.identity.sessions.back-channel.
        callees.get("identity").add("gateway");
        return callees;
    }

    /** Whether some service declares a metric of that name in Prometheus' spelling. */
    boolean measures(String series) {
        String dotted = series.replaceAll("_(total|seconds_count|seconds_sum|seconds_max|seconds_bucket)$", "")
                .replace('_', '.');
        boolean[] found = {false};
        each(modules(), ".java", text -> found[0] |= text.contains("\"" + dotted + "\""));
        return found[0];
    }

    private List<String> modules() {
        return Stream.concat(SHARED.stream(), PORTS.keySet().stream().map(service -> service + "-service"))
                .toList();
    }

    /** Names of a record's components and of those of records within it, joined, as far as one level deep. */
    private static Set<String> componentsOf(String text) {
        Set<String> outer = new TreeSet<>();
        Matcher record = Pattern.compile("record (\\w+)\\(([^{]*)\\)\\s*(?:implements [\\w, ]+)?\\{")
                .matcher(text);
        Map<String, Set<String>> fields = new TreeMap<>();
        while (record.find()) {
            Matcher field = Pattern.compile("([\\w.<>]+) (\\w+)\\s*(?:,|$)")
                    .matcher(record.group(2).strip());
            Set<String> names = new TreeSet<>();
            while (field.find()) {
                names.add(field.group(1) + " " + field.group(2));
            }
            fields.put(record.group(1), names);
        }
        fields.forEach((name, names) -> names.forEach(each -> {
            String type = each.substring(0, each.indexOf(' '));
            String component = each.substring(each.indexOf(' ') + 1).toUpperCase(Locale.ROOT);
            outer.add(component);
            fields.getOrDefault(type, Set.of())
                    .forEach(inner -> outer.add(component + "_"
                            + inner.substring(inner.indexOf(' ') + 1).toUpperCase(Locale.ROOT)));
        }));
        return outer;
    }

    private static void collect(Pattern pattern, String text, Set<String> into) {
        pattern.matcher(text).results().forEach(match -> into.add(match.group(1)));
    }

    private void each(List<String> modules, String ending, Consumer<String> use) {
        for (String module : modules) {
            Path folder = root.resolve(module).resolve("src").resolve("main");
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(ending)).forEach(file -> {
                    try {
                        use.accept(Files.readString(file));
                    } catch (IOException unreadable) {
                        throw new UncheckedIOException(unreadable);
                    }
                });
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
