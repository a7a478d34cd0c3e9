package io.swen.platform.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.SwenProperties;
import io.swen.platform.client.ServiceClients;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.idempotency.IdempotencyKeyExpiry;
import io.swen.platform.json.CanonicalJson;
import io.swen.platform.kafka.ConditionalOnKafka;
import io.swen.platform.kafka.KafkaClients;
import io.swen.platform.kafka.KafkaSettings;
import io.swen.platform.trace.Traces;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What is stored beside a service's own tables: events, their consumers' places and idempotency keys. */
@AutoConfiguration(
        after = {
            io.swen.platform.PlatformAutoConfiguration.class,
            io.swen.platform.kafka.KafkaClientsAutoConfiguration.class,
            io.swen.platform.trace.TraceAutoConfiguration.class
        },
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration"
        })
@ConditionalOnBean(JdbcTemplate.class)
@EnableConfigurationProperties(EventProperties.class)
@Import(EventFeedController.class)
public class StoreAutoConfiguration {

    @Bean
    EventSignal eventSignal() {
        return new EventSignal();
    }

    @Bean
    EventLog eventLog(JdbcTemplate jdbc, JsonMapper json, Clock clock, EventSignal signal, Traces traces) {
        return new EventLog(jdbc, json, clock, signal, traces);
    }

    @Bean
    EventFeed eventFeed(JdbcTemplate jdbc, JsonMapper json, EventSignal signal, SwenProperties properties) {
        return new EventFeed(jdbc, json, signal, properties.service() + "-service");
    }

    @Bean
    SetAside setAside(
            JdbcTemplate jdbc, PlatformTransactionManager transactions, JsonMapper json, EventProperties properties) {
        return new SetAside(jdbc, new TransactionTemplate(transactions), json, properties);
    }

    @Bean
    EventConsumers eventConsumers(
            ObjectProvider<EventConsumer> consumers,
            ObjectProvider<ServiceClients> clients,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            SetAside aside,
            EventProperties properties,
            MeterRegistry metrics,
            Traces traces) {
        return new EventConsumers(
                consumers.stream().toList(),
                clients::getObject,
                jdbc,
                new TransactionTemplate(transactions),
                aside,
                properties,
                metrics,
                traces);
    }

    /** Its name is that in the health of the service. */
    @Bean
    @ConditionalOnKafka
    @ConditionalOnBooleanProperty(name = "swen.kafka.events.enabled", matchIfMissing = true)
    EventPublisher kafkaEvents(
            EventFeed feed,
            JsonMapper json,
            KafkaClients clients,
            KafkaSettings settings,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            MeterRegistry metrics) {
        return new EventPublisher(
                feed, json, clients, settings.events(), jdbc, new TransactionTemplate(transactions), metrics);
    }

    @Bean
    IdempotencyKeyExpiry idempotencyKeyExpiry(JdbcTemplate jdbc) {
        return new IdempotencyKeyExpiry(jdbc);
    }

    @Bean
    Idempotency idempotency(
            JdbcTemplate jdbc, PlatformTransactionManager transactions, JsonMapper json, CanonicalJson canonical) {
        return new Idempotency(jdbc, new TransactionTemplate(transactions), json, canonical);
    }
}
