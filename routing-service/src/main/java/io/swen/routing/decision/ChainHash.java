package io.swen.routing.decision;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Chains hashes: SHA-256 over the hash before and what follows it. */
final class ChainHash {

    private ChainHash() {}

    static byte[] next(byte[] previous, byte[] canonical) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(previous);
            return digest.digest(canonical);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
