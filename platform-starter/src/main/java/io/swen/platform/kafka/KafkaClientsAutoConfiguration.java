package io.swen.platform.kafka;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/** Kafka's clients, where it is configured; Spring Boot's own configuration of them is left out elsewhere, so that no start pays for it. */
@AutoConfiguration(after = io.swen.platform.PlatformAutoConfiguration.class)
@ConditionalOnKafka
@EnableConfigurationProperties(KafkaSettings.class)
@Import(KafkaAutoConfiguration.class)
public class KafkaClientsAutoConfiguration {

    @Bean
    KafkaClients kafkaClients(ProducerFactory<?, ?> producers, ConsumerFactory<?, ?> consumers) {
        return new KafkaClients(producers, consumers);
    }
}
