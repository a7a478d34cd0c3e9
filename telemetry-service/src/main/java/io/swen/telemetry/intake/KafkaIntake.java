package io.swen.telemetry.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.kafka.ConditionalOnKafka;
import io.swen.platform.kafka.KafkaClients;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.telemetry.intake.KafkaIntakeProperties.Format;
import io.swen.telemetry.intake.KafkaIntakeProperties.Source;
import io.swen.telemetry.metrics.SampleBatch;
import io.swen.telemetry.metrics.SampleIntake;
import io.swen.telemetry.support.TelemetryMetric;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.MicrometerConsumerListener;
import org.springframework.kafka.listener.BatchAcknowledgingMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.stereotype.Component;

/**
 * Reads samples from topics. A place moves on only when everything before it is durable, or lies in the dead-letter topic with the
 * reason; a record that comes again changes nothing, because a sample of a known time does not.
 *
 * <p>When samples cannot be stored, nothing more is fetched until they can.
 */
@Component("kafkaSamples")
@ConditionalOnKafka
class KafkaIntake implements SmartLifecycle, HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaIntake.class);
    /** Samples that are stored together; one record may have more. */
    private static final int TOGETHER = 10_000;
    /** A poll that takes longer gives the rest back, long before the group would take this consumer for dead. */
    private static final Duration LONGEST_POLL = Duration.ofMinutes(1);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 5;
    private static final int REASONS = 10;

    /** A record that was read; {@code reason} where it could not be, or not all of it. */
    private record Parsed(
            ConsumerRecord<byte[], byte[]> record,
            @Nullable SampleBatch batch,
            @Nullable String reason) {}

    private final KafkaIntakeProperties properties;
    private final IntakeProperties limits;
    private final SampleIntake intake;
    private final SampleBeginnings beginnings;
    private final KafkaClients clients;
    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;
    private final Map<String, Source> sources = new HashMap<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile @Nullable String failure;
    private @Nullable ConcurrentMessageListenerContainer<byte[], byte[]> container;

    KafkaIntake(
            KafkaIntakeProperties properties,
            IntakeProperties limits,
            SampleIntake intake,
            SampleBeginnings beginnings,
            KafkaClients clients,
            MeterRegistry metrics) {
        this.properties = properties;
        this.beginnings = beginnings;
        this.limits = limits;
        this.intake = intake;
        this.clients = clients;
        this.deadLetters = new DeadLetters(clients, properties.deadLetterSuffix());
        this.metrics = metrics;
        List<Source> topics = properties.topics();
        if (topics != null) {
            topics.forEach(source -> sources.put(source.topic(), source));
        }
    }

    @Override
    public synchronized void start() {
        if (sources.isEmpty() || container != null) {
            return;
        }
        ConsumerFactory<byte[], byte[]> factory =
                clients.consumers("swen-telemetry", properties.group(), properties.records());
        factory.addListener(new MicrometerConsumerListener<>(metrics));
        ContainerProperties settings = new ContainerProperties(sources.keySet().toArray(String[]::new));
        settings.setAckMode(ContainerProperties.AckMode.MANUAL);
        settings.setMessageListener((BatchAcknowledgingMessageListener<byte[], byte[]>)
                (records, place) -> take(records, Objects.requireNonNull(place, "places are acknowledged by hand")));
        settings.setLogContainerConfig(false);
        ConcurrentMessageListenerContainer<byte[], byte[]> made =
                new ConcurrentMessageListenerContainer<>(factory, settings);
        made.setConcurrency(properties.consumers());
        made.setBeanName("kafka-samples");
        made.start();
        container = made;
    }

    @Override
    public synchronized void stop() {
        if (container != null) {
            container.stop();
            container = null;
        }
        deadLetters.close();
    }

    @Override
    public synchronized boolean isRunning() {
        return container != null;
    }

    /** Not part of readiness: samples wait at the broker, and those who send theirs over HTTP do not. */
    @Override
    public Health health() {
        String reason = failure;
        Health.Builder health = reason == null ? Health.up() : Health.down().withDetail("failure", reason);
        return health.withDetail("topics", sources.keySet()).build();
    }

    private void take(List<ConsumerRecord<byte[], byte[]>> records, Acknowledgment place) {
        long end = System.nanoTime() + LONGEST_POLL.toNanos();
        int done = 0;
        while (done < records.size()) {
            List<Parsed> next = next(records, done);
            try {
                store(next);
            } catch (ProblemException | KafkaException e) {
                Duration pause = pause();
                if (failure == null) {
                    LOG.warn("samples of Kafka cannot be stored, they wait there: {}", e.toString());
                }
                failure = e.getClass().getSimpleName() + ": " + e.getMessage();
                count("tried_again", next.size());
                place.nack(done, pause);
                return;
            }
            done += next.size();
            failures.set(0);
            if (failure != null) {
                LOG.info("samples of Kafka are stored again");
                failure = null;
            }
            if (done < records.size() && System.nanoTime() > end) {
                place.nack(done, Duration.ZERO);
                return;
            }
        }
        place.acknowledge();
    }

    private Duration pause() {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures.getAndIncrement(), MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** As many records as are stored together, and at least one. */
    private List<Parsed> next(List<ConsumerRecord<byte[], byte[]>> records, int from) {
        List<Parsed> next = new ArrayList<>();
        int samples = 0;
        for (int i = from; i < records.size(); i++) {
            Parsed parsed = parse(records.get(i));
            SampleBatch batch = parsed.batch();
            samples += batch == null ? 0 : batch.accepted();
            if (!next.isEmpty() && samples > TOGETHER) {
                break;
            }
            next.add(parsed);
        }
        return next;
    }

    private Parsed parse(ConsumerRecord<byte[], byte[]> record) {
        Source source = sources.get(record.topic());
        if (source == null) {
            throw new IllegalStateException("a record of " + record.topic() + ", which was not asked for");
        }
        byte[] value = record.value();
        if (value == null) {
            return new Parsed(record, null, "the record has no value");
        }
        SampleBatch batch = intake.open(writer(source));
        try {
            if (source.format() == Format.OTLP) {
                OtlpSamples.read(value, batch, limits.samples());
            } else {
                JsonSamples.read(new ByteArrayInputStream(value), value.length, batch, limits.samples(), beginnings);
            }
            return new Parsed(record, batch, null);
        } catch (ProblemException e) {
            return new Parsed(record, null, e.detail());
        } catch (IOException e) {
            throw new UncheckedIOException("an array cannot fail to be read", e);
        }
    }

    private static Actor writer(Source source) {
        String name = "kafka:" + source.topic();
        return new Actor(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
                name,
                Set.of(),
                Set.of(source.team()),
                Set.copyOf(source.environments()));
    }

    private void store(List<Parsed> records) {
        List<SampleBatch> batches = new ArrayList<>();
        for (Parsed parsed : records) {
            SampleBatch batch = parsed.batch();
            if (batch != null) {
                batches.add(batch);
            }
        }
        if (!batches.isEmpty()) {
            intake.store(batches);
        }
        int dead = 0;
        for (Parsed parsed : records) {
            SampleBatch batch = parsed.batch();
            String reason = batch == null || batch.refusedCount() == 0 ? parsed.reason() : reason(batch);
            if (reason != null) {
                deadLetters.send(parsed.record(), reason);
                dead++;
            }
        }
        count("dead_letter", dead);
        count("stored", records.size() - dead);
    }

    private static String reason(SampleBatch batch) {
        StringBuilder text = new StringBuilder()
                .append(batch.refusedCount())
                .append(" of ")
                .append(batch.refusedCount() + batch.accepted())
                .append(" samples were refused, the others are stored");
        batch.refused().stream()
                .limit(REASONS)
                .forEach(refused -> text.append("; sample ")
                        .append(refused.index())
                        .append(": ")
                        .append(refused.field())
                        .append(" must be ")
                        .append(refused.allowed()));
        return text.toString();
    }

    private void count(String outcome, int records) {
        metrics.counter(TelemetryMetric.KAFKA_RECORDS.id(), "outcome", outcome).increment(records);
    }
}
