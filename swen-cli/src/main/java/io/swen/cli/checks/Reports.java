package io.swen.cli.checks;

import io.swen.cli.console.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads how many tests passed from the reports that Surefire, Vitest and Playwright write. */
final class Reports {
    private static final Pattern SUITE = Pattern.compile("<testsuite\\b([^>]*)>");
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");
    private static final int LONGEST_ERROR = 600;
    private static final Pattern COUNT = Pattern.compile("\\b(tests|failures|errors|skipped)=\"(\\d+)\"");

    private Reports() {}

    /** All modules' Surefire reports written since the given moment; older ones are of another run. */
    static Tally surefire(Path root, Instant since, Duration took) throws IOException {
        int tests = 0;
        int failed = 0;
        int skipped = 0;
        for (Path report : surefireReports(root)) {
            if (Files.getLastModifiedTime(report).toInstant().isBefore(since)) {
                continue;
            }
            Matcher suite = SUITE.matcher(Files.readString(report));
            if (suite.find()) {
                Matcher count = COUNT.matcher(suite.group(1));
                while (count.find()) {
                    int number = Integer.parseInt(count.group(2));
                    switch (count.group(1)) {
                        case "tests" -> tests += number;
                        case "skipped" -> skipped += number;
                        default -> failed += number;
                    }
                }
            }
        }
        return new Tally("maven verify", tests - failed - skipped, failed, skipped, took);
    }

    private static List<Path> surefireReports(Path root) throws IOException {
        try (Stream<Path> modules = Files.list(root)) {
            List<Path> folders = modules.map(module -> module.resolve("target/surefire-reports"))
                    .filter(Files::isDirectory)
                    .toList();
            List<Path> reports = new ArrayList<>();
            for (Path folder : folders) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                            .forEach(reports::add);
                }
            }
            return reports;
        }
    }

    static Tally vitest(Path report, Duration took) throws IOException {
        JsonNode result = read(report);
        return new Tally(
                "vitest",
                result.path("numPassedTests").asInt(0),
                result.path("numFailedTests").asInt(0),
                result.path("numPendingTests").asInt(0)
                        + result.path("numTodoTests").asInt(0),
                took);
    }

    /** Names each test that failed, and each that failed at its first try only, with what it said. */
    static Tally playwright(Path report, Duration took) throws IOException {
        JsonNode result = read(report);
        JsonNode stats = result.path("stats");
        List<String> failures = new ArrayList<>();
        playwrightFailures(result, failures);
        return new Tally(
                "playwright",
                stats.path("expected").asInt(0) + stats.path("flaky").asInt(0),
                stats.path("unexpected").asInt(0),
                stats.path("skipped").asInt(0),
                failures,
                took);
    }

    /** Suites hold specs and further suites; a spec has one test for each browser, with a result for each try. */
    private static void playwrightFailures(JsonNode suite, List<String> failures) {
        for (JsonNode spec : suite.path("specs")) {
            for (JsonNode test : spec.path("tests")) {
                String status = test.path("status").asString("");
                if (status.equals("unexpected") || status.equals("flaky")) {
                    failures.add("%s:%d %s%s: %s"
                            .formatted(
                                    spec.path("file").asString(""),
                                    spec.path("line").asInt(0),
                                    spec.path("title").asString(""),
                                    status.equals("flaky") ? " (passed at the second try)" : "",
                                    firstError(test)));
                }
            }
        }
        suite.path("suites").forEach(inner -> playwrightFailures(inner, failures));
    }

    private static String firstError(JsonNode test) {
        for (JsonNode result : test.path("results")) {
            String message = result.path("error").path("message").asString("");
            if (!message.isEmpty()) {
                String plain = COLOUR.matcher(message).replaceAll("");
                String line = plain.strip().replaceAll("\\s+", " ");
                return line.length() > LONGEST_ERROR ? line.substring(0, LONGEST_ERROR) + "…" : line;
            }
        }
        return "no error is reported";
    }

    /** A report that was not written or not finished counts no test; the tool's exit code then says that it failed. */
    private static JsonNode read(Path report) throws IOException {
        if (!Files.exists(report)) {
            return Json.object();
        }
        try {
            return Json.parse(Files.readString(report));
        } catch (JacksonException cutShort) {
            return Json.object();
        }
    }
}
