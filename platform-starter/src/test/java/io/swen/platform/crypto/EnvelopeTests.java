package io.swen.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTests {

    private static final byte[] SECRET = "JBSWY3DPEHPK3PXP".getBytes(StandardCharsets.UTF_8);
    private static final Duration LIFE = Duration.ofMinutes(15);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-28T08:00:00Z"));

    @TempDir
    private Path folder;

    private Envelope envelope() {
        return new Envelope(new LocalKeyFolder(folder), LIFE, now::get);
    }

    @Test
    void opensWhatItSealedAndSealsTheSameValueDifferentlyEachTime() {
        Envelope envelope = envelope();

        String one = envelope.seal("totp:1", SECRET);
        String two = envelope.seal("totp:1", SECRET);

        assertThat(one)
                .matches("v1\\.local-[0-9a-f]{8}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+")
                .isNotEqualTo(two);
        assertThat(envelope.open("totp:1", one)).isEqualTo(SECRET);
        assertThat(envelope.open("totp:1", two)).isEqualTo(SECRET);
    }

    @Test
    void opensAfterARestart() {
        String sealed = envelope().seal("totp:1", SECRET);

        assertThat(envelope().open("totp:1", sealed)).isEqualTo(SECRET);
    }

    @Test
    void doesNotOpenUnderAnotherContext() {
        Envelope envelope = envelope();
        String sealed = envelope.seal("totp:1", SECRET);

        assertThatExceptionOfType(EnvelopeException.class)
                .isThrownBy(() -> envelope.open("totp:2", sealed))
                .returns(EnvelopeException.Reason.NOT_AUTHENTIC, EnvelopeException::reason);
    }

    @Test
    void refusesEveryAlteredCharacter() {
        Envelope envelope = envelope();
        String sealed = envelope.seal("totp:1", SECRET);

        for (int at = 0; at < sealed.length(); at++) {
            char other = sealed.charAt(at) == 'A' ? 'B' : 'A';
            String altered = sealed.substring(0, at) + other + sealed.substring(at + 1);
            boolean sameBytes = at == sealed.length() - 1 || sealed.indexOf('.', at) == at + 1;
            if (!sameBytes) {
                assertThatExceptionOfType(EnvelopeException.class)
                        .as("altered at %d", at)
                        .isThrownBy(() -> envelope.open("totp:1", altered));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "v1", "v2.a.b.c", "v1.a.b", "v1.a b.c.d", "v1.x.AAAA.AAAA=", "plain text", "v1.../../x.AA.AA"
            })
    void saysThatATextIsNotSealed(String text) {
        Envelope envelope = envelope();

        assertThatExceptionOfType(EnvelopeException.class)
                .isThrownBy(() -> envelope.open("totp:1", text))
                .returns(EnvelopeException.Reason.MALFORMED, EnvelopeException::reason);
        assertThat(Envelope.isSealed(text)).isFalse();
    }

    @Test
    void namesTheKeyThatIsMissing() throws IOException {
        String sealed = envelope().seal("totp:1", SECRET);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }

        assertThatExceptionOfType(EnvelopeException.class)
                .isThrownBy(() -> envelope().open("totp:1", sealed))
                .withMessageContaining(Envelope.keyId(sealed))
                .returns(EnvelopeException.Reason.UNKNOWN_KEY, EnvelopeException::reason);
    }

    @Test
    void opensOldValuesAfterARotationOfAnotherInstanceAndSealsUnderTheNewKeyOnceTheDataKeyIsOld() {
        Envelope envelope = envelope();
        String before = envelope.seal("totp:1", SECRET);

        String newKey = new LocalKeyFolder(folder).rotate();
        String meanwhile = envelope.seal("totp:1", SECRET);
        now.updateAndGet(at -> at.plus(LIFE));
        String after = envelope.seal("totp:1", SECRET);

        assertThat(Envelope.keyId(meanwhile)).isEqualTo(Envelope.keyId(before));
        assertThat(Envelope.keyId(after)).isEqualTo(newKey).isNotEqualTo(Envelope.keyId(before));
        assertThat(List.of(before, meanwhile, after))
                .allSatisfy(text -> assertThat(envelope.open("totp:1", text)).isEqualTo(SECRET));
    }

    @Test
    void aRetiredKeyOpensNothingAnyMore() {
        LocalKeyFolder keys = new LocalKeyFolder(folder);
        Envelope envelope = new Envelope(keys, LIFE, now::get);
        String old = envelope.seal("totp:1", SECRET);
        keys.rotate();

        keys.retire(Envelope.keyId(old));
        envelope.forgetDataKeys();

        assertThat(keys.ids()).doesNotContain(Envelope.keyId(old));
        assertThatExceptionOfType(EnvelopeException.class).isThrownBy(() -> envelope.open("totp:1", old));
    }

    @Test
    void keysAreReadableByTheirOwnerOnly() throws IOException {
        Path open = Files.createDirectory(
                folder.resolve("open"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        LocalKeyFolder keys = new LocalKeyFolder(open);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(open)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(open.resolve(keys.active().id() + ".key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesAFolderOfKeysThatEverybodyMayRead() throws IOException {
        envelope();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> new LocalKeyFolder(folder))
                .withMessageContaining("chmod 700");
    }
}
