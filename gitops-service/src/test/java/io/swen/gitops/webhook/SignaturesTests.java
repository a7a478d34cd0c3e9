package io.swen.gitops.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignaturesTests {

    private static final String SECRET = "a-secret-of-some-length";
    private static final byte[] BODY = "{\"ref\":\"refs/heads/main\"}".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    @Test
    void acceptsGithubsOwnExample() {
        // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
        assertThat(Signatures.isGood(
                        WebhookHost.GITHUB,
                        secrets("It's a Secret to Everybody", null, false),
                        Map.of(
                                "X-Hub-Signature-256",
                                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")::get,
                        "Hello, World!".getBytes(StandardCharsets.UTF_8),
                        NOW,
                        Duration.ofMinutes(5)))
                .isTrue();
    }

    @Test
    void refusesAnotherBodyAnotherSecretAndNoSignature() {
        String good = "sha256=" + hex(SECRET);
        assertThat(good(WebhookHost.GITHUB, Map.of("X-Hub-Signature-256", good)))
                .isTrue();
        assertThat(good(WebhookHost.GITHUB, Map.of("X-Hub-Signature-256", "sha256=" + hex("another-secret-here"))))
                .isFalse();
        assertThat(good(WebhookHost.GITHUB, Map.of("X-Hub-Signature-256", hex(SECRET))))
                .isFalse();
        assertThat(good(WebhookHost.GITHUB, Map.of("X-Hub-Signature", "sha1=whatever")))
                .isFalse();
        assertThat(good(WebhookHost.GITHUB, Map.of())).isFalse();
        assertThat(good(WebhookHost.GITEA, Map.of("X-Gitea-Signature", hex(SECRET))))
                .isTrue();
        assertThat(good(WebhookHost.GITEA, Map.of("X-Gitea-Signature", ""))).isFalse();
        assertThat(good(WebhookHost.GITEA, Map.of("X-Gitlab-Token", SECRET))).isFalse();
    }

    @Test
    void acceptsTheSecretBeforeThisOneWhileItIsConfigured() {
        Map<String, String> header = Map.of("X-Gitea-Signature", hex("the-previous-secret"));
        assertThat(Signatures.isGood(
                        WebhookHost.GITEA,
                        secrets(SECRET, "the-previous-secret", false),
                        header::get,
                        BODY,
                        NOW,
                        Duration.ofMinutes(5)))
                .isTrue();
        assertThat(good(WebhookHost.GITEA, header)).isFalse();
    }

    @Test
    void takesGitlabsTokenUnlessASignatureIsAskedForOrIsThereAndWrong() {
        assertThat(good(WebhookHost.GITLAB, Map.of("X-Gitlab-Token", SECRET))).isTrue();
        assertThat(good(WebhookHost.GITLAB, Map.of("X-Gitlab-Token", SECRET + "x")))
                .isFalse();
        assertThat(Signatures.isGood(
                        WebhookHost.GITLAB,
                        secrets(SECRET, null, true),
                        Map.of("X-Gitlab-Token", SECRET)::get,
                        BODY,
                        NOW,
                        Duration.ofMinutes(5)))
                .isFalse();
        assertThat(good(
                        WebhookHost.GITLAB,
                        Map.of(
                                "X-Gitlab-Token",
                                SECRET,
                                "webhook-signature",
                                "v1,AAAA",
                                "webhook-id",
                                "1",
                                "webhook-timestamp",
                                Long.toString(NOW.getEpochSecond()))))
                .isFalse();
    }

    @Test
    void takesGitlabsSignatureOfARecentTimeOnly() {
        byte[] key = "twenty-four-bytes-of-key".getBytes(StandardCharsets.UTF_8);
        String secret = "whsec_" + Base64.getEncoder().encodeToString(key);
        for (long age : new long[] {0, 299, -299, 301, -301}) {
            String at = Long.toString(NOW.getEpochSecond() - age);
            String signature = Base64.getEncoder()
                    .encodeToString(hmac(key, ("msg1." + at + "." + new String(BODY, StandardCharsets.UTF_8))));
            assertThat(Signatures.isGood(
                            WebhookHost.GITLAB,
                            secrets(secret, null, true),
                            Map.of(
                                    "webhook-signature",
                                    "v1,b2xk v1," + signature,
                                    "webhook-id",
                                    "msg1",
                                    "webhook-timestamp",
                                    at)::get,
                            BODY,
                            NOW,
                            Duration.ofMinutes(5)))
                    .as("age " + age)
                    .isEqualTo(Math.abs(age) <= 300);
        }
        assertThat(good(
                        WebhookHost.GITLAB,
                        Map.of("webhook-signature", "v1,x", "webhook-id", "1", "webhook-timestamp", "9e99")))
                .isFalse();
    }

    private static boolean good(WebhookHost host, Map<String, String> headers) {
        return Signatures.isGood(host, secrets(SECRET, null, false), headers::get, BODY, NOW, Duration.ofMinutes(5));
    }

    private static WebhookProperties.Secrets secrets(String secret, @Nullable String previous, boolean signed) {
        return new WebhookProperties.Secrets(secret, previous, signed);
    }

    private static String hex(String secret) {
        return HexFormat.of()
                .formatHex(hmac(secret.getBytes(StandardCharsets.UTF_8), new String(BODY, StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
