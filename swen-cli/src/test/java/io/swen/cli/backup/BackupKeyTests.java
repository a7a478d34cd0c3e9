package io.swen.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupKeyTests {
    private static final String NAME = "20261128T200000000-full.archive";

    private final BackupKey key = BackupKey.generate();
    /** More than two of the segments that are sealed one by one. */
    private final byte[] content = new byte[(5 << 19) + 7];

    BackupKeyTests() {
        new Random(7).nextBytes(content);
    }

    @Test
    void opensWhatItSealedAlsoAfterItWasWrittenToAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("apart/backup.key");
        key.write(file);

        BackupKey read = BackupKey.read(file);

        assertThat(open(read, sealed(), NAME)).isEqualTo(content);
        assertThat(read.id()).isEqualTo(key.id());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void neverReplacesAKey(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("backup.key");
        key.write(file);

        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> BackupKey.generate().write(file))
                .withMessageContaining("exists already");
        assertThat(BackupKey.read(file).id()).isEqualTo(key.id());
    }

    @Test
    void showsNothingOfTheContent() throws IOException {
        byte[] text = "a planted secret ".repeat(1000).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (OutputStream sealing = key.seal(target, NAME)) {
            sealing.write(text);
        }

        assertThat(target.toString(StandardCharsets.ISO_8859_1)).doesNotContain("planted");
    }

    @Test
    void saysWhichKeyIsNeededWhereAnotherIsGiven() {
        BackupKey other = BackupKey.generate();

        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> open(other, sealed(), NAME))
                .satisfies(refusal -> {
                    assertThat(refusal.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
                    assertThat(refusal.report())
                            .contains(key.id())
                            .contains(other.id())
                            .contains("If every copy of it is lost, nobody can read this backup any more.");
                });
    }

    @Test
    void refusesWhatWasAlteredAtAnyPlace() throws IOException {
        byte[] sealed = sealed();
        int header = "SWEN-BACKUP-1 ".length() + 16 + 1;

        for (int place : new int[] {0, header, header + 30, header + 100, sealed.length / 2, sealed.length - 1}) {
            byte[] altered = sealed.clone();
            altered[place] ^= 1;
            assertThatExceptionOfType(CliException.class)
                    .as("byte %d", place)
                    .isThrownBy(() -> open(key, altered, NAME))
                    .withMessageContaining("altered");
        }
    }

    @Test
    void refusesWhatWasCutShortAlsoBetweenSegments() throws IOException {
        byte[] sealed = sealed();
        int header = "SWEN-BACKUP-1 ".length() + 16 + 1;

        for (int length :
                new int[] {0, header - 1, header, header + 10, header + (1 << 20), header + (2 << 20), sealed.length - 1
                }) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatExceptionOfType(CliException.class).as("%d bytes", length).isThrownBy(() -> open(key, cut, NAME));
        }
    }

    @Test
    void refusesOneThingUnderTheNameOfAnother() {
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> open(key, sealed(), "20261128T210000000-full.archive"))
                .withMessageContaining("altered");
    }

    @Test
    void saysHowToMakeAKeyWhereThereIsNone(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("notes"), "no key");

        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> BackupKey.read(folder.resolve("missing")))
                .satisfies(refusal -> assertThat(refusal.report()).contains("./swen backup key"));
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> BackupKey.read(text))
                .withMessageContaining("is not a backup key");
    }

    private byte[] sealed() throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (OutputStream sealing = key.seal(target, NAME)) {
            sealing.write(content);
        }
        return target.toByteArray();
    }

    private static byte[] open(BackupKey key, byte[] sealed, String name) throws IOException {
        return key.open(new ByteArrayInputStream(sealed), name).readAllBytes();
    }
}
