package io.swen.platform.crypto;

import io.swen.platform.crypto.EnvelopeException.Reason;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.AlreadyExistsException;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/**
 * Key-encryption keys in AWS KMS. The alias {@code alias/<name>} leads to the active key; each key also has the alias
 * {@code alias/<name>/<key id>} as long as it is in use. The rotation is one of keys, not of KMS's hidden material, because the
 * latter neither shows under which material a text is nor lets the old one be retired.
 */
final class AwsKmsKeys implements KeyEncryptionKeys {

    /** KMS refuses to open what was wrapped for another purpose. */
    private static final Map<String, String> PURPOSE = Map.of("swen", "data-key.v1");

    /** What KMS grants at most for thinking again. */
    private static final int DAYS_TO_THINK_AGAIN = 30;

    private final KmsClient kms;
    private final String alias;

    AwsKmsKeys(KmsClient kms, String name) {
        this.kms = kms;
        this.alias = "alias/" + name;
    }

    @Override
    public Key active() {
        return asking(() -> {
            KeyMetadata key = target();
            return new Key(key.keyId(), key.creationDate());
        });
    }

    @Override
    public List<String> ids() {
        String prefix = alias + "/";
        return asking(() -> kms.listAliasesPaginator().aliases().stream()
                .map(AliasListEntry::aliasName)
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .sorted()
                .toList());
    }

    @Override
    public Wrapped wrap(byte[] dataKey) {
        return asking(() -> {
            String id = target().keyId();
            SdkBytes wrapped = kms.encrypt(request -> request.keyId(id)
                            .plaintext(SdkBytes.fromByteArray(dataKey))
                            .encryptionContext(PURPOSE))
                    .ciphertextBlob();
            return new Wrapped(id, wrapped.asByteArray());
        });
    }

    @Override
    public byte[] unwrap(Wrapped wrapped) {
        try {
            return asking(() -> kms.decrypt(request -> request.keyId(wrapped.keyId())
                            .ciphertextBlob(SdkBytes.fromByteArray(wrapped.bytes()))
                            .encryptionContext(PURPOSE))
                    .plaintext()
                    .asByteArray());
        } catch (EnvelopeException e) {
            if (e.getCause() instanceof InvalidCiphertextException) {
                throw new EnvelopeException(
                        Reason.NOT_AUTHENTIC, "a wrapped data key was altered or is under another key", e);
            }
            throw e;
        }
    }

    @Override
    public String rotate() {
        return asking(() -> {
            String id = newKey();
            kms.updateAlias(request -> request.aliasName(alias).targetKeyId(id));
            return id;
        });
    }

    @Override
    public void retire(String keyId) {
        asking(() -> {
            kms.deleteAlias(request -> request.aliasName(alias + "/" + keyId));
            return kms.scheduleKeyDeletion(request -> request.keyId(keyId).pendingWindowInDays(DAYS_TO_THINK_AGAIN));
        });
    }

    /** The active key, which the first start makes. */
    private KeyMetadata target() {
        try {
            return kms.describeKey(request -> request.keyId(alias)).keyMetadata();
        } catch (NotFoundException none) {
            String id = newKey();
            try {
                kms.createAlias(request -> request.aliasName(alias).targetKeyId(id));
            } catch (AlreadyExistsException raced) {
                retire(id);
            }
            return kms.describeKey(request -> request.keyId(alias)).keyMetadata();
        }
    }

    private String newKey() {
        CreateKeyResponse made = kms.createKey(request -> request.description("SWEN: wraps data keys of " + alias)
                .tags(tag -> tag.tagKey("ManagedBy").tagValue("swen")));
        String id = made.keyMetadata().keyId();
        kms.createAlias(request -> request.aliasName(alias + "/" + id).targetKeyId(id));
        return id;
    }

    private static <T> T asking(Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new EnvelopeException(Reason.KEYS_UNAVAILABLE, "AWS KMS did not do it: " + e.getMessage(), e);
        }
    }
}
