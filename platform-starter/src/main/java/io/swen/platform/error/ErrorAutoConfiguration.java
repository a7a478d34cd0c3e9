package io.swen.platform.error;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.SwenProperties;
import io.swen.platform.audit.AuditLog;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** The error groups of a service with a database. */
@AutoConfiguration(
        after = {
            io.swen.platform.event.StoreAutoConfiguration.class,
            io.swen.platform.audit.AuditAutoConfiguration.class
        },
        before = io.swen.platform.job.JobAutoConfiguration.class)
@ConditionalOnBean({JdbcTemplate.class, AuditLog.class})
@Import(ErrorController.class)
public class ErrorAutoConfiguration {

    @Bean
    ErrorStore errorStore(JdbcTemplate jdbc, AuditLog audit, SwenProperties properties) {
        return new ErrorStore(jdbc, audit, properties.service());
    }

    @Bean
    ErrorGroups errorGroups(ErrorStore store, MeterRegistry metrics) {
        return new ErrorGroups(store, metrics);
    }

    @Bean
    ErrorAppender errorAppender(ErrorGroups groups) {
        return new ErrorAppender(groups);
    }
}
