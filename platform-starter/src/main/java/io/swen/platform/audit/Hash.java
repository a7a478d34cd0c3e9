package io.swen.platform.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 hash. */
record Hash(byte[] bytes) {

    /** What stands before the first row. */
    static final Hash ZERO = new Hash(new byte[32]);

    /** The hash of a row that follows this one: over this hash and the row's canonical form. */
    Hash then(byte[] canonical) {
        MessageDigest digest = sha256();
        digest.update(bytes);
        return new Hash(digest.digest(canonical));
    }

    static Hash of(byte[] content) {
        return new Hash(sha256().digest(content));
    }

    static Hash parse(String hex) {
        return new Hash(HexFormat.of().parseHex(hex));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && MessageDigest.isEqual(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
