package io.swen.platform.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Kafka's configuration, under {@code swen.kafka}; how to sign in and TLS are said by {@code spring.kafka}.
 *
 * @param bootstrapServers where Kafka is; without it nothing is sent to it or read from it
 * @param events how this service's events are sent
 */
@ConfigurationProperties("swen.kafka")
public record KafkaSettings(String bootstrapServers, Events events) {

    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final DataSize SMALLEST = DataSize.ofKilobytes(1);
    private static final DataSize LARGEST = DataSize.ofMegabytes(16);

    /**
     * The event log's way to Kafka.
     *
     * @param enabled false where a service only reads from Kafka
     * @param topic which topic has this service's events
     * @param batch how many events are under way at a time
     * @param deliverWithin wall time after which an event counts as not delivered and is sent again
     * @param largest bytes of an event; what is larger goes without its data and says where they are
     */
    public record Events(
            @DefaultValue("true") boolean enabled,
            String topic,
            @DefaultValue("200") int batch,
            @DefaultValue("PT30S") Duration deliverWithin,
            @DefaultValue("900KB") DataSize largest) {

        public Events {
            List<String> problems = new ArrayList<>();
            if (!isTopic(topic)) {
                problems.add("swen.kafka.events.topic must be 1 to 249 letters, digits and . _ -, and is " + topic);
            }
            if (batch < 1 || batch > 5_000) {
                problems.add("swen.kafka.events.batch must be 1 to 5000, and is " + batch);
            }
            // One round trip may take a third of it, and the transaction that waits must not outlive the connection's
            // time-out.
            if (deliverWithin.compareTo(Duration.ofSeconds(1)) < 0
                    || deliverWithin.compareTo(Duration.ofMinutes(5)) > 0) {
                problems.add("swen.kafka.events.deliver-within must be PT1S to PT5M, and is " + deliverWithin);
            }
            if (largest.compareTo(SMALLEST) < 0 || largest.compareTo(LARGEST) > 0) {
                problems.add("swen.kafka.events.largest must be 1KB to 16MB, and is " + largest);
            }
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
        }
    }

    /** Whether a name may be that of a topic. */
    public static boolean isTopic(String name) {
        return TOPIC.matcher(name).matches() && !name.equals(".") && !name.equals("..");
    }
}
