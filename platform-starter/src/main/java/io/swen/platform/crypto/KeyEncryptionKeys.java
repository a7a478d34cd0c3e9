package io.swen.platform.crypto;

import java.time.Instant;
import java.util.List;

/**
 * Where key-encryption keys live: a private folder, Vault or a cloud's KMS. They wrap data keys and never leave.
 *
 * <p>An id is 1 to 64 letters, digits and hyphens. Failures are {@link EnvelopeException}s.
 */
public interface KeyEncryptionKeys {

    /** A data key under a key-encryption key. */
    record Wrapped(String keyId, byte[] bytes) {}

    /** A key-encryption key, and when it was made. */
    record Key(String id, Instant madeAt) {}

    /** The key that new data keys are wrapped by; read anew each time, because another instance may have rotated. */
    Key active();

    /** The ids of all keys that still open what they wrapped, the active one included. */
    List<String> ids();

    /** Wraps a data key by the active key. */
    Wrapped wrap(byte[] dataKey);

    /** The data key again. */
    byte[] unwrap(Wrapped wrapped);

    /** Makes a new key and makes it the active one; the old ones still open. Answers its id. */
    String rotate();

    /** Makes a key that is not active unusable: what it wrapped cannot be opened any more. */
    void retire(String keyId);
}
