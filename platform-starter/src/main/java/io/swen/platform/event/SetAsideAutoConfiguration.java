package io.swen.platform.event;

import io.swen.platform.SwenProperties;
import io.swen.platform.audit.AuditLog;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The interface to set-aside events, of a service that reads another's. */
@AutoConfiguration(after = {StoreAutoConfiguration.class, io.swen.platform.audit.AuditAutoConfiguration.class})
@ConditionalOnBean({SetAside.class, EventConsumer.class, AuditLog.class})
@Import(SetAsideEventController.class)
public class SetAsideAutoConfiguration {

    @Bean
    SetAsideEvents setAsideEvents(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            SetAside aside,
            AuditLog audit,
            List<EventConsumer> consumers,
            SwenProperties properties) {
        return new SetAsideEvents(
                jdbc, new TransactionTemplate(transactions), aside, audit, consumers, properties.service());
    }
}
