package io.swen.identity.mfa;

import io.swen.identity.user.UserFileFactors;
import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.crypto.Envelope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The authenticator apps of people; their secrets are sealed in the database. */
@Component
class Authenticators implements UserFileFactors {

    private static final Logger LOG = LoggerFactory.getLogger(Authenticators.class);

    /** What became of a code. */
    enum Check {
        ACCEPTED,
        /** It is right, but was taken before. */
        REPLAYED,
        WRONG
    }

    private final Totp totp = new Totp();
    private final JdbcTemplate jdbc;
    private final Envelope envelope;
    private final AuditLog audit;
    private final InstantSource wall;

    @Autowired
    Authenticators(JdbcTemplate jdbc, Envelope envelope, AuditLog audit) {
        this(jdbc, envelope, audit, InstantSource.system());
    }

    Authenticators(JdbcTemplate jdbc, Envelope envelope, AuditLog audit, InstantSource wall) {
        this.jdbc = jdbc;
        this.envelope = envelope;
        this.audit = audit;
        this.wall = wall;
    }

    /** When the authenticator of this person was set up; empty without one. */
    Optional<Instant> since(UUID userId) {
        return jdbc
                .query(
                        "select created_at from totp_factor where user_id = ?",
                        (row, number) -> row.getTimestamp(1).toInstant(),
                        userId)
                .stream()
                .findFirst();
    }

    /** A secret to show once, kept nowhere yet. */
    String newSecret() {
        return totp.newSecret();
    }

    /** Sets the authenticator up if the code proves that the person's app has the secret; that code is used up by it. */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean enrol(UUID userId, String secret, String code) {
        OptionalLong step = totp.match(secret, code, wall.instant());
        if (step.isEmpty()) {
            return false;
        }
        store(userId, secret, step.getAsLong(), userId);
        return true;
    }

    /** Takes a code, once. */
    @Transactional(propagation = Propagation.MANDATORY)
    Check take(UUID userId, String code) {
        List<String> sealed = jdbc.query(
                "select secret_sealed from totp_factor where user_id = ?", (row, number) -> row.getString(1), userId);
        if (sealed.isEmpty() || !Totp.isCode(code)) {
            return Check.WRONG;
        }
        Instant now = wall.instant();
        String secret = new String(envelope.open(context(userId), sealed.getFirst()), StandardCharsets.US_ASCII);
        OptionalLong step = totp.match(secret, code, now);
        if (step.isEmpty()) {
            return Check.WRONG;
        }
        // Of two logins with the same code at the same moment the database lets one through.
        int taken = jdbc.update(
                "update totp_factor set last_step = ?, last_used_at = ? where user_id = ? and last_step < ?",
                step.getAsLong(),
                Timestamp.from(now),
                userId,
                step.getAsLong());
        return taken == 1 ? Check.ACCEPTED : Check.REPLAYED;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    boolean remove(UUID userId) {
        boolean removed = jdbc.update("delete from totp_factor where user_id = ?", userId) == 1;
        if (removed) {
            audit.record(AuditEntry.of("factor.remove", "user", userId.toString())
                    .change(Map.of("factor", "totp"), null)
                    .by(userId));
        }
        return removed;
    }

    @Override
    public void check(String username, String totpSecret) {
        if (!Totp.isSecret(totpSecret)) {
            throw new IllegalArgumentException("the totp_secret of " + username + " must be 26 to 128 of A-Z 2-7");
        }
    }

    /** Takes the secret over when the file says another one than the last time. */
    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void takeOver(UUID userId, String username, String totpSecret) {
        byte[] hash = sha256(userId + ":" + totpSecret);
        List<byte[]> last = jdbc.query(
                "select secret_hash from totp_from_file where user_id = ?", (row, number) -> row.getBytes(1), userId);
        if (!last.isEmpty() && Arrays.equals(last.getFirst(), hash)) {
            return;
        }
        jdbc.update(
                "insert into totp_from_file (user_id, secret_hash) values (?, ?)"
                        + " on conflict (user_id) do update set secret_hash = excluded.secret_hash",
                userId,
                hash);
        // Nothing of this secret is used up yet, and what came before the Unix epoch is no step.
        store(userId, totpSecret, -1, null);
        LOG.info("took over the authenticator of user {}", userId);
    }

    private void store(UUID userId, String secret, long usedStep, @Nullable UUID by) {
        jdbc.update(
                "insert into totp_factor (user_id, secret_sealed, last_step, created_at) values (?, ?, ?, ?)"
                        + " on conflict (user_id) do update set secret_sealed = excluded.secret_sealed,"
                        + " last_step = excluded.last_step, created_at = excluded.created_at, last_used_at = null",
                userId,
                envelope.seal(context(userId), secret.getBytes(StandardCharsets.US_ASCII)),
                usedStep,
                Timestamp.from(wall.instant()));
        audit.record(AuditEntry.of("factor.enrol", "user", userId.toString())
                .change(null, Map.of("factor", "totp", "from", by == null ? "users file" : "person"))
                .by(by));
    }

    static String context(UUID userId) {
        return "totp:" + userId;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
