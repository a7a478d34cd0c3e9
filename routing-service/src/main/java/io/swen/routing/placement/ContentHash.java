package io.swen.routing.placement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names bytes by what they are. */
public final class ContentHash {

    /** By identity: a part is asked for its name with every decision, and a part never changes. */
    private static final Cache<KnowledgePart, String> KNOWN =
            Caffeine.newBuilder().weakKeys().maximumSize(1_000).build();

    private ContentHash() {}

    /** The name of a part's bytes, worked out once for each part. */
    static String of(KnowledgePart part) {
        return KNOWN.get(part, known -> of(known.bytes()));
    }

    /** {@code sha256:} and the hex digest. */
    public static String of(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
