package io.swen.platform.crypto;

import io.swen.platform.crypto.EnvelopeException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.springframework.vault.VaultException;
import org.springframework.vault.core.VaultTransitOperations;
import org.springframework.vault.support.Ciphertext;
import org.springframework.vault.support.Plaintext;
import org.springframework.vault.support.VaultTransitKey;
import org.springframework.vault.support.VaultTransitKeyConfiguration;
import org.springframework.web.client.RestClientException;

/**
 * Key-encryption keys as the versions of one key of Vault's transit engine, which wraps by its newest version. The key is made
 * beforehand: making keys is not a right that a service needs. Version 3 is {@code vault-3}.
 */
final class VaultTransitKeys implements KeyEncryptionKeys {

    private static final String ID = "vault-";

    private final VaultTransitOperations transit;
    private final String name;

    VaultTransitKeys(VaultTransitOperations transit, String name) {
        this.transit = transit;
        this.name = name;
    }

    @Override
    public Key active() {
        return asking(() -> {
            VaultTransitKey key = key();
            int latest = key.getLatestVersion();
            return new Key(ID + latest, madeAt(key.getKeys().get(Integer.toString(latest))));
        });
    }

    @Override
    public List<String> ids() {
        return asking(() -> {
            VaultTransitKey key = key();
            return IntStream.rangeClosed(Math.max(1, key.getMinDecryptionVersion()), key.getLatestVersion())
                    .mapToObj(version -> ID + version)
                    .toList();
        });
    }

    @Override
    public Wrapped wrap(byte[] dataKey) {
        // "vault:v3:Base64"; the version is Vault's choice, so the id comes from its answer.
        String text = asking(() -> transit.encrypt(name, Plaintext.of(dataKey)).getCiphertext());
        String[] parts = text.split(":", 3);
        if (parts.length != 3 || !parts[1].matches("v\\d{1,9}")) {
            throw new EnvelopeException(Reason.KEYS_UNAVAILABLE, "Vault answered a ciphertext of an unknown form");
        }
        return new Wrapped(ID + parts[1].substring(1), parts[2].getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public byte[] unwrap(Wrapped wrapped) {
        String text =
                "vault:v" + version(wrapped.keyId()) + ":" + new String(wrapped.bytes(), StandardCharsets.US_ASCII);
        return asking(() -> transit.decrypt(name, Ciphertext.of(text)).getPlaintext());
    }

    @Override
    public String rotate() {
        return asking(() -> {
            transit.rotate(name);
            return ID + key().getLatestVersion();
        });
    }

    /** Vault can only forget every version up to one, so the versions before this one go with it. */
    @Override
    public void retire(String keyId) {
        int version = version(keyId);
        asking(() -> {
            transit.configureKey(
                    name,
                    VaultTransitKeyConfiguration.builder()
                            .minDecryptionVersion(version + 1)
                            .build());
            return name;
        });
    }

    private VaultTransitKey key() {
        VaultTransitKey key = transit.getKey(name);
        if (key == null) {
            throw new EnvelopeException(
                    Reason.KEYS_UNAVAILABLE,
                    "Vault has no transit key " + name + ": vault write -f transit/keys/" + name);
        }
        return key;
    }

    private static int version(String keyId) {
        if (!keyId.matches(ID + "\\d{1,9}")) {
            throw new EnvelopeException(Reason.UNKNOWN_KEY, keyId + " is not a version of a key of Vault");
        }
        return Integer.parseInt(keyId.substring(ID.length()));
    }

    /** Vault tells seconds since 1970 for AES keys. */
    private static Instant madeAt(@org.jspecify.annotations.Nullable Object told) {
        return told instanceof Number seconds ? Instant.ofEpochSecond(seconds.longValue()) : Instant.EPOCH;
    }

    private static <T> T asking(Supplier<T> call) {
        try {
            return call.get();
        } catch (VaultException | RestClientException e) {
            throw new EnvelopeException(Reason.KEYS_UNAVAILABLE, "Vault did not do it: " + e.getMessage(), e);
        }
    }
}
