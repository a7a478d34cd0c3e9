package io.swen.platform.audit;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.SwenProperties;
import io.swen.platform.web.OutboundClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
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

    private static final int PROBE_SECONDS = 1;

    private static final Duration SEARCH_LIMIT = Duration.ofSeconds(20);

    @Bean
    AuditRows auditRows(DataSource dataSource, JsonMapper json) {
        return new AuditRows(limited(dataSource, PATIENCE), json);
    }

    @Bean
    Refusals auditRefusals(AuditRows rows, PlatformTransactionManager transactions, MeterRegistry metrics) {
        return new Refusals(rows, new TransactionTemplate(transactions), metrics);
    }

    @Bean
    AuditLog auditLog(AuditRows rows, PlatformTransactionManager transactions, Refusals refusals) {
        TransactionTemplate own = new TransactionTemplate(transactions);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        // It only finds out why something failed, while the caller has waited already.
        own.setTimeout(PROBE_SECONDS);
        return new AuditLog(rows, own, refusals);
    }

    @Bean
    AuditDatabase auditDatabase(
            AuditProperties properties, SwenProperties swen, @Value("${spring.datasource.url}") String url) {
        return new AuditDatabase(url, properties.database(), swen.service());
    }

    @Bean
    SigningKeys auditSigningKeys(AuditProperties properties, SwenProperties swen) {
        return SigningKeys.in(properties.keysDirectory().resolve(swen.service()));
    }

    @Bean
    Sealer auditSealer(
            AuditDatabase database,
            SigningKeys keys,
            AuditProperties properties,
            SwenProperties swen,
            MeterRegistry metrics) {
        Retention retention = new Retention(properties.retention(), keys, swen.service(), metrics);
        return new Sealer(database, keys, properties, swen.service(), retention, metrics);
    }

    @Bean
    Verification auditVerification(
            AuditDatabase database, SigningKeys keys, AuditProperties properties, SwenProperties swen) {
        return new Verification(database, keys, properties.folder(swen.service()), swen.service());
    }

    @Bean
    AuditSearch auditSearch(
            DataSource dataSource, PlatformTransactionManager transactions, JsonMapper json, SwenProperties swen) {
        TransactionTemplate readOnly = new TransactionTemplate(transactions);
        readOnly.setReadOnly(true);
        return new AuditSearch(limited(dataSource, SEARCH_LIMIT), readOnly, json, swen.service());
    }

    @Bean
    AuditController auditController(
            AuditSearch search,
            Verification verification,
            AuditLog audit,
            PlatformTransactionManager transactions,
            SwenProperties swen) {
        return new AuditController(search, verification, audit, new TransactionTemplate(transactions), swen.service());
    }

    @Bean
    PushExport auditPushExport(
            AuditProperties properties,
            AuditSearch lines,
            AuditDatabase database,
            SwenProperties swen,
            OutboundClients clients,
            MeterRegistry metrics) {
        List<PushExport.Target> targets = new ArrayList<>();
        if (properties.webhook().wanted()) {
            targets.add(new WebhookTarget(properties.webhook(), clients, lines, swen.service()));
        }
        if (properties.syslog().wanted()) {
            targets.add(new SyslogTarget(properties.syslog(), lines, swen.service()));
        }
        return new PushExport(targets, database, metrics);
    }

    private static JdbcTemplate limited(DataSource dataSource, Duration limit) {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        jdbc.setQueryTimeout((int) limit.toSeconds());
        return jdbc;
    }
}
