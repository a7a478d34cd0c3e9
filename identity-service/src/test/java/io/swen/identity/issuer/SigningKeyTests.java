package io.swen.identity.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTests {

    private static final Date NOW = new Date(1_795_392_000_000L);

    @TempDir
    private Path folder;

    @Test
    void isTheSameAfterARestart() {
        Path keys = folder.resolve("keys");

        RSAKey first = SigningKey.in(keys, NOW);

        assertThat(SigningKey.in(keys, NOW)).isEqualTo(first);
        assertThat(first.size()).isGreaterThanOrEqualTo(2048);
    }

    @Test
    void canBeReadByItsOwnerOnly() throws IOException {
        Path keys = folder.resolve("keys");

        SigningKey.in(keys, NOW);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve(SigningKey.FILE))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rwx------");
    }

    @Test
    void isMadeAnewWhereACrashLeftHalfOfOne() throws IOException {
        Files.writeString(folder.resolve(SigningKey.FILE + ".part"), "{\"kty\":");

        assertThat(SigningKey.in(folder, NOW).isPrivate()).isTrue();
    }

    @Test
    void refusesAFileThatIsNoPrivateKeyWithoutQuotingIt() throws IOException {
        Files.writeString(folder.resolve(SigningKey.FILE), "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}");

        assertThatThrownBy(() -> SigningKey.in(folder, NOW))
                .hasMessageContaining("signing key")
                .hasMessageNotContaining("c2VjcmV0");
    }
}
