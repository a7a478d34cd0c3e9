package io.swen.cli.checks;

import io.swen.cli.console.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads how many tests passed from the reports that Surefire, Vitest and Playwright write. */
final class Reports {
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");
    private static final int LONGEST_ERROR = 600;
    private static final String SECOND_TRY = " (passed at the second try)";
    private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

    static {
        XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    }

    private Reports() {}

    /**
     * All modules' Surefire reports written since the given moment; older ones are of another run. Names each test that failed, and each
     * that failed at its first try only, with what it said.
     */
    static Tally surefire(Path root, Instant since, Duration took) throws IOException {
        Tally sum = new Tally("maven verify", 0, 0, 0, took);
        for (Path report : surefireReports(root)) {
            if (!Files.getLastModifiedTime(report).toInstant().isBefore(since)) {
                sum = sum.plus(surefire(report, took));
            }
        }
        return sum;
    }

    private static Tally surefire(Path report, Duration took) throws IOException {
        int tests = 0;
        int failed = 0;
        int skipped = 0;
        List<String> failures = new ArrayList<>();
        String test = "";
        try (InputStream in = Files.newInputStream(report)) {
            XMLStreamReader xml = XML.createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                switch (xml.getLocalName()) {
                    case "testcase" -> {
                        tests++;
                        test = simpleName(attribute(xml, "classname")) + "." + attribute(xml, "name");
                    }
                    case "skipped" -> skipped++;
                    case "failure", "error" -> {
                        failed++;
                        failures.add(test + ": " + line(reason(xml)));
                    }
                    case "flakyFailure", "flakyError" -> failures.add(test + SECOND_TRY + ": " + line(reason(xml)));
                    default -> {}
                }
            }
        } catch (XMLStreamException cutShort) {
            // A report that was not finished counts what it has; Maven's exit code then says that it failed.
            failures.add(report.getFileName() + " is not finished");
        }
        return new Tally("", tests - failed - skipped, failed, skipped, failures, took);
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private static String reason(XMLStreamReader xml) {
        String message = attribute(xml, "message");
        return message.isEmpty() ? attribute(xml, "type") : message;
    }

    private static String attribute(XMLStreamReader xml, String name) {
        return Objects.requireNonNullElse(xml.getAttributeValue(null, name), "");
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
            reports.sort(Comparator.naturalOrder());
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
                                    status.equals("flaky") ? SECOND_TRY : "",
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
                return line(COLOUR.matcher(message).replaceAll(""));
            }
        }
        return "no error is reported";
    }

    private static String line(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() > LONGEST_ERROR ? line.substring(0, LONGEST_ERROR) + "…" : line;
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
