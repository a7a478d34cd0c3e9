package io.swen.platform.crypto;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the key-encryption keys of this service are, under {@code swen.encryption}.
 *
 * @param provider which adapter keeps them
 * @param keyName the transit key of Vault, or the alias in AWS KMS
 * @param keysDir the private folder of {@link Provider#LOCAL}; kept and backed up apart from the database
 * @param dataKeyLife how long one data key seals new values; also how long after a rotation a key may not be retired yet
 * @param awsKms where AWS KMS is
 */
@ConfigurationProperties("swen.encryption")
record EncryptionProperties(
        @DefaultValue("local") Provider provider,
        @DefaultValue("swen") String keyName,
        @Nullable Path keysDir,
        @DefaultValue("PT15M") Duration dataKeyLife,
        @DefaultValue AwsKms awsKms) {

    enum Provider {
        LOCAL,
        VAULT,
        AWS_KMS
    }

    /**
     * AWS KMS; credentials come from the SDK's provider chain.
     *
     * @param region null for that of the SDK's chain
     * @param endpoint null for the real one
     */
    record AwsKms(@Nullable String region, @Nullable URI endpoint) {}

    EncryptionProperties {
        if (dataKeyLife.compareTo(Duration.ofSeconds(1)) < 0 || dataKeyLife.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException("swen.encryption.data-key-life is PT1S to PT24H, not " + dataKeyLife);
        }
        if (keysDir != null && keysDir.toString().isEmpty()) {
            keysDir = null;
        }
    }
}
