package io.swen.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTests {
    @Test
    void answersTheLastLines(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("x.log");
        assertThat(LogFile.tail(log, 2)).isEmpty();
        Files.writeString(log, "a\nb\nc\n");
        assertThat(LogFile.tail(log, 2)).containsExactly("b", "c");
    }

    @Test
    void movesAGrownLogAsideAndLeavesASmallOneAlone(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("x.log");
        Files.writeString(log, "small");
        LogFile.rotate(log);
        assertThat(log).hasContent("small");
        Files.write(log, new byte[10 * 1024 * 1024]);
        LogFile.rotate(log);
        assertThat(log).doesNotExist();
        assertThat(folder.resolve("x.log.1")).hasSize(10 * 1024 * 1024);
    }
}
