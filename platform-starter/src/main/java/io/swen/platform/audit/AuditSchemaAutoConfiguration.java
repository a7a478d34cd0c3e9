package io.swen.platform.audit;

import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The schema of the audit log, apart from the log, so that it can be migrated without a service around it. */
@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnBean(DataSource.class)
@EnableConfigurationProperties(AuditProperties.class)
public class AuditSchemaAutoConfiguration {

    @Bean
    AuditSchema auditSchema(
            AuditProperties properties,
            @Value("${spring.datasource.url}") String url,
            @Value("${spring.datasource.username}") String runtimeRole) {
        return new AuditSchema(url, runtimeRole, properties.database());
    }
}
