package io.swen.identity.mfa;

import dev.samstevens.totp.secret.DefaultSecretGenerator;
import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Codes on paper for the day the other factors are lost: ten, each good once, stored as hashes. */
@Component
class RecoveryCodes {

    static final int HOW_MANY = 10;

    /** 120 random bits, so that a plain hash is enough (ASVS 5.0, 6.5.2). */
    private static final int LETTERS = 24;

    private static final int GROUP = 6;
    private static final Pattern CODE = Pattern.compile("[A-Z2-7]{" + LETTERS + "}");

    private final DefaultSecretGenerator random = new DefaultSecretGenerator(LETTERS);
    private final JdbcTemplate jdbc;
    private final AuditLog audit;
    private final InstantSource wall = InstantSource.system();

    RecoveryCodes(JdbcTemplate jdbc, AuditLog audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    /** New codes in place of all earlier ones, to be shown now and never again. */
    @Transactional(propagation = Propagation.MANDATORY)
    List<String> replace(UUID userId) {
        List<String> codes = Stream.generate(() -> grouped(random.generate()))
                .limit(HOW_MANY)
                .toList();
        Instant now = wall.instant();
        jdbc.update("delete from recovery_code where user_id = ?", userId);
        jdbc.batchUpdate(
                "insert into recovery_code (user_id, code_hash, created_at) values (?, ?, ?)",
                codes.stream()
                        .map(code -> new Object[] {userId, hash(userId, code), Timestamp.from(now)})
                        .toList());
        audit.record(AuditEntry.of("recovery_codes.generate", "user", userId.toString())
                .change(null, Map.of("codes", HOW_MANY))
                .by(userId));
        return codes;
    }

    int left(UUID userId) {
        Integer left = jdbc.queryForObject(
                "select count(*) from recovery_code where user_id = ? and used_at is null", Integer.class, userId);
        return left == null ? 0 : left;
    }

    /** Whether it is one of the person's codes and was not used before; it is from now on. */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean take(UUID userId, String typed) {
        return looksLikeOne(typed)
                && jdbc.update(
                                "update recovery_code set used_at = ?"
                                        + " where user_id = ? and code_hash = ? and used_at is null",
                                Timestamp.from(wall.instant()),
                                userId,
                                hash(userId, typed))
                        == 1;
    }

    /** Whether it is one that was used before. */
    boolean isUsed(UUID userId, String typed) {
        return looksLikeOne(typed)
                && !jdbc.queryForList(
                                "select 1 from recovery_code where user_id = ? and code_hash = ? and used_at is not null",
                                userId,
                                hash(userId, typed))
                        .isEmpty();
    }

    static boolean looksLikeOne(String typed) {
        return CODE.matcher(plain(typed)).matches();
    }

    private static byte[] hash(UUID userId, String code) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(("recovery:" + userId + ":" + plain(code)).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String plain(String typed) {
        return typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    }

    private static String grouped(String letters) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < letters.length(); at += GROUP) {
            text.append(at == 0 ? "" : "-").append(letters, at, Math.min(letters.length(), at + GROUP));
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }
}
