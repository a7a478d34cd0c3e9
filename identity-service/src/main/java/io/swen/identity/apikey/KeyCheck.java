package io.swen.identity.apikey;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares a shown key with the stored hash. An unknown prefix is compared with a hash that nothing has, so that it costs one
 * look-up, one digest and one comparison as a wrong secret does, and their answer is the same.
 */
final class KeyCheck {

    /** A stored secret; {@code validUntil} is null for the newest. */
    record Secret(UUID keyId, byte[] hash, @Nullable Instant validUntil) {}

    private static final UUID NOBODY = new UUID(0, 0);
    private static final Secret NOTHING = new Secret(NOBODY, new byte[32], null);

    private final Function<String, Optional<Secret>> byPrefix;

    private final BiPredicate<byte[], byte[]> sameHash;

    KeyCheck(Function<String, Optional<Secret>> byPrefix) {
        this(byPrefix, MessageDigest::isEqual);
    }

    /** With a comparison that takes the same time whether and wherever the hashes differ. */
    KeyCheck(Function<String, Optional<Secret>> byPrefix, BiPredicate<byte[], byte[]> sameHash) {
        this.byPrefix = byPrefix;
        this.sameHash = sameHash;
    }

    /** The id of the key that this is a secret of and that is not past its overlap. */
    Optional<UUID> check(KeyText shown, Instant now) {
        Secret stored = byPrefix.apply(shown.prefix()).orElse(NOTHING);
        boolean same = sameHash.test(shown.hash(), stored.hash());
        boolean inTime = stored.validUntil() == null || now.isBefore(stored.validUntil());
        return same & inTime & !stored.keyId().equals(NOBODY) ? Optional.of(stored.keyId()) : Optional.empty();
    }
}
