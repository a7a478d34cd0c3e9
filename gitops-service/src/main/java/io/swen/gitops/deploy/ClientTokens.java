package io.swen.gitops.deploy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Makes the client token of a replica: 64 ASCII characters, the most that both clouds take, and always the same. */
final class ClientTokens {

    private ClientTokens() {}

    static String of(UUID changeId, String workloadId, int replica) {
        return sha256(changeId + "/" + workloadId + "/" + replica);
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
