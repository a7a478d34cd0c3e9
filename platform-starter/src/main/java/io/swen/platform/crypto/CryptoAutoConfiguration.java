package io.swen.platform.crypto;

import io.swen.platform.SwenProperties;
import io.swen.platform.audit.AuditLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.vault.core.VaultOperations;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;

/** The envelope of a service, made when the first bean asks for it: a service that seals nothing needs no keys. */
@AutoConfiguration(
        afterName = {
            "io.swen.platform.event.StoreAutoConfiguration",
            "io.swen.platform.audit.AuditAutoConfiguration",
            "org.springframework.cloud.vault.config.VaultAutoConfiguration"
        })
@EnableConfigurationProperties(EncryptionProperties.class)
public class CryptoAutoConfiguration {

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    Envelope envelope(KeyEncryptionKeys keys, EncryptionProperties properties) {
        return new Envelope(keys, properties.dataKeyLife());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "swen.encryption.provider", havingValue = "local", matchIfMissing = true)
    static class Local {

        @Bean
        @Lazy
        @ConditionalOnMissingBean
        KeyEncryptionKeys keyEncryptionKeys(EncryptionProperties properties) {
            Path folder = properties.keysDir();
            if (folder == null) {
                throw new IllegalStateException(
                        "swen.encryption.keys-dir is not set: name a private folder that outlives this container in"
                                + " SWEN_ENCRYPTION_KEYS_DIR, or another swen.encryption.provider");
            }
            return new LocalKeyFolder(folder);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "swen.encryption.provider", havingValue = "vault")
    static class Vault {

        @Bean
        @Lazy
        @ConditionalOnMissingBean
        KeyEncryptionKeys keyEncryptionKeys(
                EncryptionProperties properties, ObjectProvider<VaultOperations> configured) {
            VaultOperations vault = configured.getIfAvailable();
            if (vault == null) {
                throw new IllegalStateException(
                        "swen.encryption.provider is vault, but there is no connection to one: set"
                                + " spring.cloud.vault.enabled, .uri and .authentication, or use the profile vault");
            }
            return new VaultTransitKeys(vault.opsForTransit(), properties.keyName());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "swen.encryption.provider", havingValue = "aws-kms")
    static class Aws {

        private static final Duration TIMEOUT = Duration.ofSeconds(5);

        @Bean
        @Lazy
        KmsClient kmsClient(EncryptionProperties properties) {
            EncryptionProperties.AwsKms aws = properties.awsKms();
            KmsClientBuilder builder = KmsClient.builder()
                    .httpClientBuilder(ApacheHttpClient.builder())
                    .overrideConfiguration(limits ->
                            limits.apiCallTimeout(TIMEOUT.multipliedBy(2)).apiCallAttemptTimeout(TIMEOUT));
            if (aws.region() != null) {
                builder.region(Region.of(aws.region()));
            }
            if (aws.endpoint() != null) {
                builder.endpointOverride(aws.endpoint());
            }
            return builder.build();
        }

        @Bean
        @Lazy
        @ConditionalOnMissingBean
        KeyEncryptionKeys keyEncryptionKeys(KmsClient kms, EncryptionProperties properties) {
            return new AwsKmsKeys(kms, properties.keyName());
        }
    }

    /** Rotation, for services that store something sealed. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean({SealedColumn.class, JdbcTemplate.class})
    @Import(EncryptionKeyController.class)
    static class Rotation {

        @Bean
        KeyRotation keyRotation(
                KeyEncryptionKeys keys,
                Envelope envelope,
                List<SealedColumn> columns,
                JdbcTemplate jdbc,
                PlatformTransactionManager transactions,
                AuditLog audit,
                EncryptionProperties properties,
                SwenProperties swen) {
            return new KeyRotation(
                    keys,
                    envelope,
                    columns,
                    jdbc,
                    new TransactionTemplate(transactions),
                    audit,
                    properties,
                    swen.service());
        }
    }
}
