package io.swen.platform.crypto;

import java.nio.file.Path;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** The envelope of a service, made when the first bean asks for it: a service that seals nothing needs no keys. */
@AutoConfiguration
@EnableConfigurationProperties(EncryptionProperties.class)
public class CryptoAutoConfiguration {

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    KeyEncryptionKeys keyEncryptionKeys(EncryptionProperties properties) {
        return switch (properties.provider()) {
            case LOCAL -> new LocalKeyFolder(folder(properties));
        };
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    Envelope envelope(KeyEncryptionKeys keys, EncryptionProperties properties) {
        return new Envelope(keys, properties.dataKeyLife());
    }

    private static Path folder(EncryptionProperties properties) {
        Path folder = properties.keysDir();
        if (folder == null) {
            throw new IllegalStateException(
                    "swen.encryption.keys-dir is not set: name a private folder that outlives this"
                            + " container in SWEN_ENCRYPTION_KEYS_DIR, or another swen.encryption.provider");
        }
        return folder;
    }
}
