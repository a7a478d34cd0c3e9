package io.swen.platform.audit;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The audit log of a service with a database. */
@AutoConfiguration(
        after = io.swen.platform.PlatformAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration"
        })
@ConditionalOnBean(DataSource.class)
@EnableConfigurationProperties(AuditProperties.class)
public class AuditAutoConfiguration {

    /** A caller waits no longer than this for its audit row; a table that is locked refuses changes instead of hanging them. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Bean
    AuditSchema auditSchema(
            AuditProperties properties,
            @Value("${spring.datasource.url}") String url,
            @Value("${spring.datasource.username}") String runtimeRole) {
        return new AuditSchema(url, runtimeRole, properties.database());
    }

    /** The service's own migrations may write audit rows. */
    @Bean
    FlywayMigrationStrategy auditSchemaFirst(AuditSchema schema) {
        return flyway -> {
            schema.migrate();
            flyway.migrate();
        };
    }

    @Bean
    AuditRows auditRows(DataSource dataSource, JsonMapper json) {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        jdbc.setQueryTimeout((int) PATIENCE.toSeconds());
        return new AuditRows(jdbc, json);
    }

    @Bean
    Refusals auditRefusals(AuditRows rows, PlatformTransactionManager transactions, MeterRegistry metrics) {
        return new Refusals(rows, new TransactionTemplate(transactions), metrics);
    }

    @Bean
    AuditLog auditLog(AuditRows rows, PlatformTransactionManager transactions, Refusals refusals) {
        TransactionTemplate own = new TransactionTemplate(transactions);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return new AuditLog(rows, own, refusals);
    }
}
