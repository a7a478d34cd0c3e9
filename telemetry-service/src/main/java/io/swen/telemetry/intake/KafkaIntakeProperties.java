package io.swen.telemetry.intake;

import io.swen.platform.kafka.KafkaSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The topics that samples are read from, where {@code swen.kafka} says where Kafka is.
 *
 * @param group under which the places are kept; all instances of this service share it
 * @param consumers threads that read, each with partitions of its own
 * @param records the most that a thread takes at a time
 * @param deadLetterSuffix what is added to a topic's name for that of the records that cannot be stored
 * @param topics null or empty for none
 */
@ConfigurationProperties("swen.telemetry.kafka")
record KafkaIntakeProperties(
        @DefaultValue("swen-telemetry") String group,
        @DefaultValue("1") int consumers,
        @DefaultValue("500") int records,
        @DefaultValue(".dead-letter") String deadLetterSuffix,
        @Nullable List<Source> topics) {

    private static final String ALL = "*";

    /** What a record's value is: the body of {@code POST /api/v1/metrics}, or that of {@code POST /v1/metrics}. */
    enum Format {
        JSON,
        OTLP
    }

    /**
     * A topic and whose samples it may bring: who may write to the topic is for the broker to say, and whose samples they are for this
     * configuration, never for the sample.
     *
     * @param team the only one
     * @param environments the only ones; where it is one, samples need not name it
     */
    record Source(
            String topic,
            String team,
            List<String> environments,
            @DefaultValue("json") Format format) {

        Source {
            environments = environments == null ? List.of() : List.copyOf(environments);
        }
    }

    KafkaIntakeProperties {
        topics = topics == null ? List.of() : List.copyOf(topics);
        List<String> problems = new ArrayList<>();
        if (group.isBlank()) {
            problems.add("swen.telemetry.kafka.group must not be empty");
        }
        if (consumers < 1 || consumers > 64) {
            problems.add("swen.telemetry.kafka.consumers must be 1 to 64, and is " + consumers);
        }
        if (records < 1 || records > 10_000) {
            problems.add("swen.telemetry.kafka.records must be 1 to 10000, and is " + records);
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < topics.size(); i++) {
            Source source = topics.get(i);
            String at = "swen.telemetry.kafka.topics[" + i + "].";
            if (source.topic() == null || !KafkaSettings.isTopic(source.topic() + deadLetterSuffix)) {
                problems.add(at + "topic must be letters, digits and . _ -, at most 249 with " + deadLetterSuffix
                        + ", and is " + source.topic());
            } else if (!names.add(source.topic())) {
                problems.add(at + "topic must not be there twice, and is " + source.topic());
            }
            if (source.team() == null
                    || source.team().isBlank()
                    || source.team().equals(ALL)) {
                problems.add(at + "team must be one team, and is " + source.team());
            }
            if (source.environments().isEmpty() || source.environments().contains(ALL)) {
                problems.add(at + "environments must be one or more environments by their names, and are "
                        + source.environments());
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }
}
