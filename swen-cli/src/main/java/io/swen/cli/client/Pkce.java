package io.swen.cli.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The proof (RFC 7636) that whoever exchanges an authorization code is who asked for it.
 *
 * @param verifier kept here until the exchange
 */
record Pkce(String verifier) {
    static Pkce create(SecureRandom random) {
        return new Pkce(randomText(random));
    }

    static String randomText(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return encode(bytes);
    }

    /** SHA-256 of the verifier, as the method S256 sends it. */
    String challenge() {
        try {
            return encode(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
