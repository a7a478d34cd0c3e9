package io.swen.identity.apikey;

import io.swen.platform.security.ApiKeyFormat;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;

/** A key as its holder has it; the prefix is public and names the key. */
record KeyText(String prefix, String text) {

    static KeyText random(SecureRandom random) {
        return of(ApiKeyFormat.generate(random));
    }

    /** The key in a text, if it is one by its form and checksum. */
    static Optional<KeyText> parse(String text) {
        return ApiKeyFormat.isWellFormed(text) ? Optional.of(of(text)) : Optional.empty();
    }

    private static KeyText of(String text) {
        return new KeyText(ApiKeyFormat.prefix(text), text);
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "KeyText[prefix=" + prefix + ", text=redacted]";
    }
}
