package io.swen.platform.crypto;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The key-encryption keys of a service and what is sealed under them.
 *
 * @param activeKeyId what new values are sealed under
 * @param oldKeysRetirableFrom until then an instance that has not noticed the last rotation may still seal under the key before
 * @param left how many stored values are not under the active key yet
 * @param sealing whether they are being sealed anew at this moment
 */
record EncryptionKeys(
        String service,
        EncryptionProperties.Provider provider,
        String activeKeyId,
        Instant activeSince,
        Instant oldKeysRetirableFrom,
        List<Key> keys,
        List<Column> columns,
        long left,
        boolean sealing) {

    record Key(String id, boolean active, long values) {}

    record Column(String name, long values, long left, Map<String, Long> valuesByKey) {}
}
