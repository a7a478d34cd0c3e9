package io.swen.gitops.webhook;

import io.swen.platform.crypto.HmacSha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a delivery comes from whoever knows the secret: GitHub's and Gitea's HMAC of the body, GitLab's token, and its
 * signature in the form of Standard Webhooks. All comparisons take the same time whatever differs.
 */
final class Signatures {

    private static final String GITHUB = "sha256=";
    private static final String STANDARD = "v1,";
    private static final String STANDARD_SECRET = "whsec_";
    private static final int LONGEST = 4096;

    private Signatures() {}

    /** @param header the value of a header, or null where there is none */
    static boolean isGood(
            WebhookHost host,
            WebhookProperties.Secrets secrets,
            Function<String, @Nullable String> header,
            byte[] body,
            Instant now,
            Duration tolerance) {
        return secrets.all()
                .map(secret -> switch (host) {
                    case GITHUB -> {
                        String given = header.apply("X-Hub-Signature-256");
                        yield given != null
                                && given.startsWith(GITHUB)
                                && same(hex(secret, body), given.substring(GITHUB.length()));
                    }
                    case GITEA -> {
                        String given = header.apply("X-Gitea-Signature");
                        yield given != null && same(hex(secret, body), given);
                    }
                    case GITLAB -> gitlab(secret, secrets.signed(), header, body, now, tolerance);
                })
                // All are tried, so that the time does not tell which one it was.
                .reduce(false, (one, other) -> one | other);
    }

    private static boolean gitlab(
            String secret,
            boolean mustBeSigned,
            Function<String, @Nullable String> header,
            byte[] body,
            Instant now,
            Duration tolerance) {
        String signature = header.apply("webhook-signature");
        if (signature == null) {
            String token = header.apply("X-Gitlab-Token");
            return !mustBeSigned && token != null && same(secret, token);
        }
        String id = header.apply("webhook-id");
        String timestamp = header.apply("webhook-timestamp");
        if (id == null || timestamp == null || signature.length() > LONGEST || !isRecent(timestamp, now, tolerance)) {
            return false;
        }
        byte[] expected =
                HmacSha256.of(key(secret), (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8), body);
        String wanted = STANDARD + Base64.getEncoder().encodeToString(expected);
        return Arrays.stream(signature.split(" "))
                .map(given -> same(wanted, given))
                .reduce(false, (one, other) -> one | other);
    }

    private static boolean isRecent(String timestamp, Instant now, Duration tolerance) {
        try {
            return Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                            .abs()
                            .compareTo(tolerance)
                    <= 0;
        } catch (NumberFormatException | DateTimeException | ArithmeticException notATime) {
            return false;
        }
    }

    private static byte[] key(String secret) {
        if (secret.startsWith(STANDARD_SECRET)) {
            try {
                return Base64.getDecoder().decode(secret.substring(STANDARD_SECRET.length()));
            } catch (IllegalArgumentException plain) {
                return secret.getBytes(StandardCharsets.UTF_8);
            }
        }
        return secret.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(String secret, byte[] body) {
        return HexFormat.of().formatHex(HmacSha256.of(secret.getBytes(StandardCharsets.UTF_8), body));
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
