package io.swen.gitops.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.swen.platform.test.RecordedTraces;
import io.swen.platform.trace.SpanName;
import io.swen.platform.trace.Traces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script stands for Terraform: like it, it takes a request to stop as one to finish the resource at hand and store its state. */
class TerraformCommandTests {

    private static final String STOPPABLE = """
            #!/bin/sh
            trap 'echo state stored; exit 1' TERM
            echo creating
            while :; do sleep 0.05; done
            """;

    @TempDir
    private Path folder;

    @Test
    void storesItsStateAndSaysWhyWhenItIsAskedToStop() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        List<String> lines = new CopyOnWriteArrayList<>();

        TerraformCommand.Ended ended = command(STOPPABLE)
                .run(
                        List.of("apply"),
                        Duration.ofSeconds(30),
                        null,
                        process -> {},
                        lines::add,
                        () -> asked.incrementAndGet() > 1 ? "the kill switch is engaged" : null);

        assertThat(ended.stopped()).isEqualTo("the kill switch is engaged");
        assertThat(ended.succeeded()).isFalse();
        assertThat(lines).containsExactly("creating", "state stored");
    }

    @Test
    void isNotStoppedWhileNothingAsksForIt() throws IOException {
        TerraformCommand.Ended ended = command("#!/bin/sh\nsleep 1.2\necho done\n")
                .run(List.of("apply"), Duration.ofSeconds(30), null, process -> {}, line -> {}, () -> null);

        assertThat(ended.stopped()).isNull();
        assertThat(ended.succeeded()).isTrue();
    }

    @Test
    void isStoppedAtItsTimeout() throws IOException {
        TerraformCommand command = command(STOPPABLE);

        assertThatThrownBy(() -> command.run(
                        List.of("apply"), Duration.ofMillis(100), null, process -> {}, line -> {}, () -> null))
                .isInstanceOf(TerraformException.class)
                .hasMessageContaining("did not end within PT0.1S");
    }

    @Test
    void tellsTerraformInWhichTraceItRuns() throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (RecordedTraces recorded = new RecordedTraces()) {
            TerraformCommand command = command("#!/bin/sh\necho $TRACEPARENT\n", recorded.traces());

            recorded.traces()
                    .span(SpanName.STAGE, "plan")
                    .run(() -> command.run(
                            List.of("plan"), Duration.ofSeconds(30), null, process -> {}, lines::add, () -> null));

            assertThat(recorded.spans()).extracting(SpanData::getName).containsExactly("terraform plan", "stage plan");
            SpanData run = recorded.spans().getFirst();
            // Sampled; level 2 of the specification adds a flag for a random id.
            assertThat(lines)
                    .singleElement()
                    .asString()
                    .matches("00-" + run.getTraceId() + "-" + run.getSpanId() + "-0[13]");
            assertThat(run.getParentSpanId())
                    .isEqualTo(recorded.spans().getLast().getSpanId());
        }
    }

    @Test
    void tellsEachLineWhileItRunsAndOutlivesItsReader() throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        Path seen = folder.resolve("seen");

        // It goes on once its first line was told, which a reader of the end only would never do.
        TerraformCommand.Ended ended = command(
                        "#!/bin/sh\necho first\nwhile [ ! -e seen ]; do sleep 0.05; done\nprintf last\n")
                .run(
                        List.of("apply"),
                        Duration.ofSeconds(30),
                        null,
                        process -> {},
                        line -> {
                            lines.add(line);
                            if (line.equals("first")) {
                                write(seen);
                            }
                        },
                        () -> null);

        assertThat(ended.succeeded()).isTrue();
        assertThat(lines).containsExactly("first", "last");
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private TerraformCommand command(String script) throws IOException {
        return command(script, Traces.none());
    }

    private TerraformCommand command(String script, Traces traces) throws IOException {
        Path executable = Files.writeString(folder.resolve("terraform"), script);
        assertThat(executable.toFile().setExecutable(true)).isTrue();
        return new TerraformCommand(
                executable.toString(),
                folder,
                Map.of("PATH", "/usr/bin:/bin"),
                List.of(),
                Duration.ofSeconds(10),
                traces);
    }
}
