package io.swen.platform.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Makes clients of Kafka from what {@code spring.kafka} says, and with the settings that this platform's promises rest on, whatever
 * stands there: nothing counts as sent before all replicas in sync have it, and nothing as read before it was dealt with.
 */
public final class KafkaClients {

    private static final int IN_FLIGHT = 5;

    private final Map<String, Object> producing;
    private final Map<String, Object> consuming;

    KafkaClients(ProducerFactory<?, ?> producers, ConsumerFactory<?, ?> consumers) {
        this.producing = Map.copyOf(producers.getConfigurationProperties());
        this.consuming = Map.copyOf(consumers.getConfigurationProperties());
    }

    /**
     * Producers of bytes by key; each call of the factory gives the same one until it is reset.
     *
     * @param clientId how the broker's log and quotas know it
     * @param deliverWithin wall time after which a record that no broker took has failed
     * @param largest bytes of a record
     */
    public DefaultKafkaProducerFactory<byte[], byte[]> producers(
            String clientId, Duration deliverWithin, long largest) {
        int millis = Math.toIntExact(deliverWithin.toMillis());
        Map<String, Object> settings = new HashMap<>(producing);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, IN_FLIGHT);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 3);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis / 3);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Math.toIntExact(largest));
        DefaultKafkaProducerFactory<byte[], byte[]> factory =
                new DefaultKafkaProducerFactory<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        factory.setPhysicalCloseTimeout(1);
        return factory;
    }

    /** Consumers of bytes whose place moves only when told to; a group without one begins at the oldest record. */
    public ConsumerFactory<byte[], byte[]> consumers(String clientId, String group, int mostRecords) {
        Map<String, Object> settings = new HashMap<>(consuming);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(CommonClientConfigs.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, mostRecords);
        return new DefaultKafkaConsumerFactory<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
