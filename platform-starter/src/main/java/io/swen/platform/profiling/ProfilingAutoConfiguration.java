package io.swen.platform.profiling;

import io.swen.platform.SwenProperties;
import io.swen.platform.audit.AuditLog;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The recording of a service. */
@AutoConfiguration(after = io.swen.platform.audit.AuditAutoConfiguration.class)
@ConditionalOnBean(AuditLog.class)
@EnableConfigurationProperties(ProfilingProperties.class)
@Import(ProfilingController.class)
public class ProfilingAutoConfiguration {

    @Bean
    Profiler profiler(
            SwenProperties swen,
            ProfilingProperties properties,
            AuditLog audit,
            PlatformTransactionManager transactions) {
        return new Profiler(swen.service(), properties, audit, new TransactionTemplate(transactions));
    }
}
