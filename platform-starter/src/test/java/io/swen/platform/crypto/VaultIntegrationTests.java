package io.swen.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.vault.authentication.TokenAuthentication;
import org.springframework.vault.client.VaultEndpoint;
import org.springframework.vault.core.VaultTemplate;

/** Against a fake that keeps to Vault's documented HTTP interface: a real Vault cannot be had where these tests run. */
class VaultIntegrationTests {

    private FakeVault vault;

    @BeforeEach
    void start() throws IOException {
        vault = new FakeVault();
    }

    @AfterEach
    void stop() {
        vault.close();
    }

    private VaultTransitKeys keys(String token) {
        VaultEndpoint endpoint = VaultEndpoint.create("localhost", vault.port());
        endpoint.setScheme("http");
        return new VaultTransitKeys(
                new VaultTemplate(endpoint, new TokenAuthentication(token)).opsForTransit(), "swen-thing");
    }

    @Test
    void wrapsByTheNewestVersionAndOpensWhatOlderOnesWrapped() {
        VaultTransitKeys keys = keys(FakeVault.TOKEN);
        Envelope envelope = new Envelope(keys, Duration.ofMinutes(5));
        String old = envelope.seal("plan:1", new byte[] {1});

        assertThat(keys.rotate()).isEqualTo("vault-2");
        envelope.forgetDataKeys();
        String fresh = envelope.seal("plan:1", new byte[] {2});

        assertThat(Envelope.keyId(old)).isEqualTo("vault-1");
        assertThat(Envelope.keyId(fresh)).isEqualTo("vault-2");
        assertThat(envelope.open("plan:1", old)).containsExactly(1);
        assertThat(keys.active()).isEqualTo(new KeyEncryptionKeys.Key("vault-2", Instant.ofEpochSecond(1_795_000_002)));
        assertThat(keys.ids()).containsExactly("vault-1", "vault-2");
    }

    @Test
    void asksOnceForManyValues() {
        Envelope envelope = new Envelope(keys(FakeVault.TOKEN), Duration.ofMinutes(5));

        for (int value = 0; value < 100; value++) {
            String text = envelope.seal("plan:" + value, new byte[] {1});
            envelope.open("plan:" + value, text);
        }

        assertThat(vault.calls()).containsExactly("POST /v1/transit/encrypt/swen-thing");
    }

    @Test
    void aRetiredVersionOpensNothing() {
        VaultTransitKeys keys = keys(FakeVault.TOKEN);
        KeyEncryptionKeys.Wrapped old = keys.wrap(Aes256Gcm.newKey());
        keys.rotate();

        keys.retire("vault-1");

        assertThat(keys.ids()).containsExactly("vault-2");
        assertThatExceptionOfType(EnvelopeException.class)
                .isThrownBy(() -> keys.unwrap(old))
                .returns(EnvelopeException.Reason.KEYS_UNAVAILABLE, EnvelopeException::reason);
    }

    @Test
    void saysThatVaultRefused() {
        assertThatExceptionOfType(EnvelopeException.class)
                .isThrownBy(() -> keys("hvs.wrong").wrap(Aes256Gcm.newKey()))
                .withMessageContaining("permission denied")
                .returns(EnvelopeException.Reason.KEYS_UNAVAILABLE, EnvelopeException::reason);
    }

    @Test
    void theProfileVaultBringsSecretsBeforeTheContextStarts() {
        SpringApplication application = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .build();

        try (ConfigurableApplicationContext context = application.run(
                "--spring.config.location=classpath:/application.yml",
                "--spring.profiles.active=vault",
                "--spring.cloud.vault.uri=http://localhost:" + vault.port(),
                "--spring.cloud.vault.token=" + FakeVault.TOKEN)) {
            assertThat(context.getEnvironment().getProperty("spring.datasource.password"))
                    .isEqualTo("from-vault");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}
}
