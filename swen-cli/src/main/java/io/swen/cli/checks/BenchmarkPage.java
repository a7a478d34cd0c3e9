package io.swen.cli.checks;

import io.swen.cli.checks.BenchCommand.Benchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The page of measured figures: one line a benchmark between two marks; the text around them is written by people. */
record BenchmarkPage(Path file) {

    private static final String BEGIN = "<!-- measured -->";
    private static final String END = "<!-- /measured -->";

    static BenchmarkPage of(Path root) {
        return new BenchmarkPage(root.resolve("docs/benchmarks.md"));
    }

    /** Replaces the lines of the benchmarks that were run and leaves those of the others. */
    void put(Map<Benchmark, String> summaries, Instant when) throws IOException {
        String page = Files.readString(file);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(file + " has no lines between " + BEGIN + " and " + END);
        }
        List<String> rows = new ArrayList<>(List.of("| measured | summary |", "|---|---|"));
        String before = page.substring(begin + BEGIN.length(), end);
        for (Benchmark benchmark : Benchmark.values()) {
            String summary = summaries.get(benchmark);
            if (summary != null) {
                rows.add("| " + when.atOffset(ZoneOffset.UTC).toLocalDate() + " | `" + summary + "` |");
            } else {
                before.lines()
                        .filter(line -> line.contains("`" + benchmark + " "))
                        .forEach(rows::add);
            }
        }
        Files.writeString(
                file,
                page.substring(0, begin + BEGIN.length()) + "\n" + String.join("\n", rows) + "\n"
                        + page.substring(end));
    }
}
