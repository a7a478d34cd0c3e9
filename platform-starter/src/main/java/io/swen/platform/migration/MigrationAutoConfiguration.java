package io.swen.platform.migration;

import io.swen.platform.audit.AuditSchema;
import io.swen.platform.audit.AuditSchemaAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;

/** Migrates before anything reads tables, or waits until they are migrated. */
@AutoConfiguration(after = AuditSchemaAutoConfiguration.class)
@ConditionalOnBean(AuditSchema.class)
@EnableConfigurationProperties(MigrationProperties.class)
public class MigrationAutoConfiguration {

    /** The audit log first: the service's own migrations may write audit rows. */
    @Bean
    FlywayMigrationStrategy migrations(AuditSchema audit, MigrationProperties properties) {
        if (properties.mode() == MigrationProperties.Mode.ELSEWHERE) {
            return new AwaitedMigrations(audit, properties.patience());
        }
        return flyway -> {
            audit.migrate();
            flyway.migrate();
        };
    }
}
