package io.swen.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyState;

/** Against moto's KMS over HTTP; skipped, and said so, where {@code moto_server} is not installed. */
class AwsKmsIntegrationTests {

    private static Process moto;
    private static KmsClient kms;

    @BeforeAll
    static void start() throws IOException {
        String program = Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "moto_server"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(program != null, "moto_server is not installed: AWS KMS is NOT tested here");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        moto = new ProcessBuilder(program, "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return connected.isConnected();
            }
        });
        kms = KmsClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    @AfterAll
    static void stop() {
        if (kms != null) {
            kms.close();
        }
        if (moto != null) {
            moto.descendants().forEach(ProcessHandle::destroy);
            moto.destroy();
        }
    }

    @Test
    void theFirstUseMakesAKeyAndEveryInstanceFindsIt() {
        KeyEncryptionKeys.Wrapped wrapped = new AwsKmsKeys(kms, "swen/first").wrap(new byte[32]);

        AwsKmsKeys other = new AwsKmsKeys(kms, "swen/first");

        assertThat(other.active().id()).isEqualTo(wrapped.keyId());
        assertThat(other.ids()).containsExactly(wrapped.keyId());
        assertThat(other.unwrap(wrapped)).isEqualTo(new byte[32]);
    }

    @Test
    void rotatesWithoutLosingWhatOlderKeysWrapped() {
        AwsKmsKeys keys = new AwsKmsKeys(kms, "swen/rotated");
        Envelope envelope = new Envelope(keys, Duration.ofMinutes(5));
        String old = envelope.seal("plan:1", new byte[] {1});

        String id = keys.rotate();
        envelope.forgetDataKeys();

        assertThat(Envelope.keyId(envelope.seal("plan:1", new byte[] {2})))
                .isEqualTo(id)
                .isNotEqualTo(Envelope.keyId(old));
        assertThat(envelope.open("plan:1", old)).containsExactly(1);
        assertThat(keys.ids()).contains(id, Envelope.keyId(old));
    }

    @Test
    void aRetiredKeyIsOnItsWayOut() {
        AwsKmsKeys keys = new AwsKmsKeys(kms, "swen/retired");
        KeyEncryptionKeys.Wrapped old = keys.wrap(new byte[32]);
        keys.rotate();

        keys.retire(old.keyId());

        assertThat(keys.ids()).doesNotContain(old.keyId());
        // From this state on the real KMS opens nothing with it; moto does not copy that.
        assertThat(kms.describeKey(request -> request.keyId(old.keyId()))
                        .keyMetadata()
                        .keyState())
                .isEqualTo(KeyState.PENDING_DELETION);
    }

    @Test
    void anAlteredDataKeyIsNotOpened() {
        AwsKmsKeys keys = new AwsKmsKeys(kms, "swen/altered");
        KeyEncryptionKeys.Wrapped wrapped = keys.wrap(new byte[32]);
        byte[] altered = wrapped.bytes().clone();
        altered[altered.length - 1] ^= 1;

        assertThatExceptionOfType(EnvelopeException.class)
                .isThrownBy(() -> keys.unwrap(new KeyEncryptionKeys.Wrapped(wrapped.keyId(), altered)));
    }
}
