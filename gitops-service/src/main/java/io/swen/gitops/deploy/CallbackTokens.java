package io.swen.gitops.deploy;

import io.swen.platform.crypto.Envelope;
import io.swen.platform.crypto.HmacSha256;
import io.swen.platform.crypto.SealedColumn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Short-lived tokens by which the instance of one replica of one deployment is known, and by which it can do nothing else. */
@Configuration(proxyBeanMethods = false)
class CallbackTokens {

    private static final String KIND = "callback-key";
    private static final String NAME = "current";
    private static final int KEY_BYTES = 32;
    private static final Pattern TOKEN = Pattern.compile("v1\\.([0-9]{1,12})\\.([A-Za-z0-9_-]{43})");

    private final JdbcTemplate jdbc;
    private final Envelope envelope;
    private volatile byte @Nullable [] key;

    CallbackTokens(JdbcTemplate jdbc, Envelope envelope) {
        this.jdbc = jdbc;
        this.envelope = envelope;
    }

    @Bean
    static SealedColumn sealedCallbackKeyColumn() {
        return new SealedColumn(
                "callback_key", java.util.List.of("name"), "key", ids -> KIND + ":" + ids.getFirst(), false);
    }

    /** The same for the same arguments. */
    String issue(UUID deploymentId, int replica, Instant expiresAt) {
        long seconds = expiresAt.getEpochSecond();
        return "v1." + seconds + "." + mac(deploymentId, replica, seconds);
    }

    boolean isGood(@Nullable String token, UUID deploymentId, int replica, Instant now) {
        Matcher parts = TOKEN.matcher(token == null ? "" : token);
        if (!parts.matches()) {
            return false;
        }
        long expires = Long.parseLong(parts.group(1));
        boolean signed = MessageDigest.isEqual(
                mac(deploymentId, replica, expires).getBytes(StandardCharsets.US_ASCII),
                parts.group(2).getBytes(StandardCharsets.US_ASCII));
        return signed && now.getEpochSecond() < expires;
    }

    private String mac(UUID deploymentId, int replica, long expires) {
        byte[] signed = HmacSha256.of(
                key(),
                ("swen-callback|v1|" + deploymentId + "|" + replica + "|" + expires)
                        .getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /** Made once for all instances of this service. */
    private byte[] key() {
        byte[] known = key;
        if (known == null) {
            byte[] fresh = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(fresh);
            jdbc.update(
                    "insert into callback_key (name, key) values (?, ?) on conflict do nothing",
                    NAME,
                    envelope.seal(KIND + ":" + NAME, fresh));
            String stored = jdbc.queryForObject("select key from callback_key where name = ?", String.class, NAME);
            known = envelope.open(KIND + ":" + NAME, Objects.requireNonNull(stored));
            key = known;
        }
        return known;
    }
}
