package io.swen.identity.mfa;

import dev.samstevens.totp.code.CodeGenerator;
import dev.samstevens.totp.code.DefaultCodeGenerator;
import dev.samstevens.totp.code.HashingAlgorithm;
import dev.samstevens.totp.exceptions.CodeGenerationException;
import dev.samstevens.totp.qr.QrData;
import dev.samstevens.totp.secret.DefaultSecretGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Codes of RFC 6238 as every authenticator app makes them: SHA-1, six digits, a new one every 30 seconds. */
final class Totp {

    private static final int DIGITS = 6;
    private static final int PERIOD_SECONDS = 30;
    private static final int STEPS_OFF = 1;
    private static final int SECRET_LETTERS = 32;
    private static final Pattern SECRET = Pattern.compile("[A-Z2-7]{26,128}");
    private static final Pattern CODE = Pattern.compile("[0-9]{" + DIGITS + "}");

    private final CodeGenerator generator = new DefaultCodeGenerator(HashingAlgorithm.SHA1, DIGITS);
    private final DefaultSecretGenerator secrets = new DefaultSecretGenerator(SECRET_LETTERS);

    /** 160 random bits in Base32. */
    String newSecret() {
        return secrets.generate();
    }

    /** Whether this is Base32 of at least 128 bits (RFC 4226, section 4). */
    static boolean isSecret(String text) {
        return SECRET.matcher(text).matches();
    }

    static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), PERIOD_SECONDS);
    }

    /** The step around this moment whose code it is; a clock may be one step off. */
    OptionalLong match(String secret, String code, Instant at) {
        long now = step(at);
        OptionalLong found = OptionalLong.empty();
        for (long step = now - STEPS_OFF; step <= now + STEPS_OFF; step++) {
            // All are compared whatever was found, so that the time taken tells nothing.
            boolean same = MessageDigest.isEqual(
                    code(secret, step).getBytes(StandardCharsets.US_ASCII), code.getBytes(StandardCharsets.US_ASCII));
            found = same ? OptionalLong.of(step) : found;
        }
        return found;
    }

    /** What an authenticator app is given, as a QR code. */
    static String uri(String account, String secret) {
        return new QrData.Builder()
                .issuer("SWEN")
                .label("SWEN:" + account)
                .secret(secret)
                .algorithm(HashingAlgorithm.SHA1)
                .digits(DIGITS)
                .period(PERIOD_SECONDS)
                .build()
                .getUri();
    }

    private String code(String secret, long step) {
        try {
            return generator.generate(secret, step);
        } catch (CodeGenerationException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA1", e);
        }
    }
}
