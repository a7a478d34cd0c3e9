package io.swen.identity.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTests {

    private static final Duration LEAD = Duration.ofMinutes(10);
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;

    @Test
    void areTheSameAfterARestart() {
        String first = keys().activeId();

        assertThat(keys().activeId()).isEqualTo(first);
        assertThat(published(keys())).containsExactly(first);
    }

    @Test
    void canBeReadByTheirOwnerOnly() throws IOException {
        Path made = folder.resolve("keys");

        new SigningKeys(made, LEAD, KEPT, clock, 2048);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.resolve(SigningKeys.FILE))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
    }

    @Test
    void areMadeAnewWhereACrashLeftHalfOfOne() throws IOException {
        Files.writeString(folder.resolve(SigningKeys.FILE + ".part"), "{\"keys\":");

        assertThat(keys().activeId()).isNotBlank();
    }

    @Test
    void refuseAFileThatHoldsNoPrivateKeyWithoutQuotingIt() throws IOException {
        Files.writeString(folder.resolve(SigningKeys.FILE), "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}");

        assertThatThrownBy(this::keys).hasMessageContaining("signing key").hasMessageNotContaining("c2VjcmV0");
    }

    @Test
    void beginWithTheOneKeyOfAnOlderInstallation() throws Exception {
        RSAKey before = new RSAKeyGenerator(2048)
                .algorithm(JWSAlgorithm.RS256)
                .keyIDFromThumbprint(true)
                .issueTime(Date.from(now.minus(MONTH)))
                .generate();
        Files.writeString(folder.resolve(SigningKeys.FIRST_FILE), before.toJSONString());

        SigningKeys keys = keys();

        assertThat(keys.activeId()).isEqualTo(before.getKeyID());
        assertThat(keys.rotateAfter(MONTH)).isPresent();
    }

    @Test
    void haveThreeThousandBitsAndReplaceShorterOnesAtOnce() throws Exception {
        RSAKey shorter = new RSAKeyGenerator(2048)
                .algorithm(JWSAlgorithm.RS256)
                .keyIDFromThumbprint(true)
                .issueTime(Date.from(now))
                .generate();
        Files.writeString(folder.resolve(SigningKeys.FIRST_FILE), shorter.toJSONString());
        SigningKeys keys = new SigningKeys(folder, LEAD, KEPT, clock);
        assertThat(keys.activeId()).isEqualTo(shorter.getKeyID());

        RSAKey next = keys.rotateAfter(MONTH).orElseThrow();

        assertThat(next.size()).isEqualTo(3072);
        assertThat(keys.rotateAfter(MONTH)).as("one at a time").isEmpty();
        now = now.plus(LEAD);
        assertThat(keys.activeId()).isEqualTo(next.getKeyID());
        assertThat(keys.rotateAfter(MONTH)).isEmpty();
    }

    @Test
    void publishANewKeyBeforeItSignsAndAnOldOneUntilItsLastTokenIsOver() {
        SigningKeys keys = keys();
        String old = keys.activeId();

        String next = keys.rotate().orElseThrow().getKeyID();

        assertThat(keys.activeId()).isEqualTo(old);
        assertThat(published(keys)).containsExactlyInAnyOrder(old, next);
        now = now.plus(LEAD);
        assertThat(keys.activeId()).isEqualTo(next);
        assertThat(published(keys)).containsExactlyInAnyOrder(old, next);
        now = now.plus(KEPT).minusSeconds(1);
        assertThat(published(keys)).containsExactlyInAnyOrder(old, next);
        now = now.plusSeconds(1);
        assertThat(published(keys)).containsExactly(next);
        assertThat(keys.rotateAfter(MONTH)).isEmpty();
        assertThat(keys.all()).extracting(RSAKey::getKeyID).containsExactly(next);
    }

    @Test
    void rotateOnceAtATime() {
        SigningKeys keys = keys();
        keys.rotate();

        assertThat(keys.rotate()).isEmpty();
        now = now.plus(LEAD);
        assertThat(keys.rotate()).isPresent();
    }

    @Test
    void rotateByThemselvesSoThatNoKeySignsForLongerThanItsLife() {
        SigningKeys keys = keys();

        assertThat(keys.rotateAfter(MONTH)).isEmpty();
        now = now.plus(MONTH).minus(LEAD).minusSeconds(1);
        assertThat(keys.rotateAfter(MONTH)).isEmpty();
        now = now.plusSeconds(1);
        assertThat(keys.rotateAfter(MONTH)).isPresent();
        assertThat(keys.rotateAfter(MONTH)).isEmpty();
    }

    @Test
    void areTheSameInEveryInstanceThatSharesTheFolder() {
        SigningKeys one = keys();
        SigningKeys other = keys();
        assertThat(other.activeId()).isEqualTo(one.activeId());

        String next = one.rotate().orElseThrow().getKeyID();

        now = now.plusSeconds(5);
        assertThat(published(other)).contains(next);
        now = now.plus(LEAD);
        assertThat(other.activeId()).isEqualTo(next);
        assertThat(one.activeId()).isEqualTo(next);
    }

    @Test
    void areRotatedOnceHoweverManyInstancesFindThemOld() throws Exception {
        List<SigningKeys> instances = List.of(keys(), keys(), keys(), keys());
        now = now.plus(MONTH);
        List<Future<Boolean>> rotated = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (SigningKeys each : instances) {
                rotated.add(threads.submit(() -> each.rotateAfter(MONTH).isPresent()));
            }
        }

        int count = 0;
        for (Future<Boolean> each : rotated) {
            count += each.get() ? 1 : 0;
        }
        assertThat(count).isEqualTo(1);
        assertThat(keys().all()).hasSize(2);
    }

    private SigningKeys keys() {
        return new SigningKeys(folder, LEAD, KEPT, clock, 2048);
    }

    private static List<String> published(SigningKeys keys) {
        return keys.published().getKeys().stream().map(JWK::getKeyID).toList();
    }
}
