package io.swen.cli.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.cli.checks.BenchCommand.Benchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkPageTests {

    private static final Instant TODAY = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void replacesTheLinesOfWhatWasMeasuredAndKeepsTheOthers() throws IOException {
        Path file = folder.resolve("benchmarks.md");
        Files.writeString(file, """
                # Benchmarks
                <!-- measured -->
                | measured | summary |
                |---|---|
                | 2026-01-01 | `auth added_p95_ms=1` |
                | 2026-01-01 | `nab score=1` |
                <!-- /measured -->
                Words.
                """);

        new BenchmarkPage(file).put(Map.of(Benchmark.nab, "nab score=2"), TODAY);

        assertThat(file).hasContent("""
                # Benchmarks
                <!-- measured -->
                | measured | summary |
                |---|---|
                | 2026-01-01 | `auth added_p95_ms=1` |
                | 2026-11-28 | `nab score=2` |
                <!-- /measured -->
                Words.
                """);
    }

    @Test
    void aPageWithoutMarksIsLeftAlone() throws IOException {
        Path file = folder.resolve("benchmarks.md");
        Files.writeString(file, "words");

        assertThatThrownBy(() -> new BenchmarkPage(file).put(Map.of(), TODAY)).isInstanceOf(IOException.class);
        assertThat(file).hasContent("words");
    }
}
