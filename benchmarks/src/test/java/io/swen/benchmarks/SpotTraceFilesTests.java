package io.swen.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpotTraceFilesTests {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void readsTracesAndTheirWindows() throws IOException {
        Files.writeString(folder.resolve("z.json"), "{\"metadata\":{\"gap_seconds\":300},\"data\":[0,1,\"1\",0]}");
        Path windows = Files.writeString(
                folder.resolve("windows.json"), "{\"ticks\":2,\"gap_seconds\":300,\"zones\":{\"z\":[0,2]}}");

        assertThat(SpotTraceFiles.windows(windows)).containsOnlyKeys("z");
        assertThat(SpotTraceFiles.gap(windows)).isEqualTo(300);
        assertThat(SpotTraceFiles.traces(folder, List.of("z")).values())
                .singleElement()
                .satisfies(trace -> assertThat(trace.window(0, 4)).containsExactly(false, true, true, false))
                .satisfies(trace -> assertThat(trace.gapSeconds()).isEqualTo(300));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"metadata\":{\"gap_seconds\":600},\"data\":[0,2]} | data[1] has to be 0 or 1, not 2",
                "{\"metadata\":{\"gap_seconds\":600},\"data\":[]} | data has to be a list of 0 and 1",
                "{\"metadata\":{\"gap_seconds\":0},\"data\":[1]} | metadata.gap_seconds has to be a whole number from 1, not 0",
                "{\"metadata\":{},\"data\":[1]} | metadata.gap_seconds has to be a whole number from 1, not nothing",
                "{\"metadata\": | is not JSON"
            })
    void saysWhatIsWrongWithATrace(String content, String problem) throws IOException {
        Files.writeString(folder.resolve("z.json"), content);

        assertThatThrownBy(() -> SpotTraceFiles.traces(folder, List.of("z")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("z.json")
                .hasMessageContaining(problem);
    }

    @Test
    void namesTheTraceThatIsMissing() {
        assertThatThrownBy(() -> SpotTraceFiles.traces(folder, List.of("nowhere")))
                .hasMessageContaining("nowhere.json, which the windows name");
    }

    @Test
    void saysWhatIsWrongWithWindows() throws IOException {
        Path windows = Files.writeString(folder.resolve("windows.json"), "{\"ticks\":2,\"zones\":{\"z\":[-1]}}");

        assertThatThrownBy(() -> SpotTraceFiles.windows(windows))
                .hasMessageContaining("zones.z has to be a whole number from 0, not -1");
        assertThatThrownBy(() -> SpotTraceFiles.windows(folder.resolve("other.json")))
                .hasMessageContaining("--windows says where it is");
    }
}
