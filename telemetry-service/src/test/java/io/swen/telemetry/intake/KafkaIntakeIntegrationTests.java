package io.swen.telemetry.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.swen.platform.kafka.KafkaClients;
import io.swen.platform.kafka.KafkaClientsAutoConfiguration;
import io.swen.platform.test.KafkaServer;
import io.swen.telemetry.TelemetryTest;
import io.swen.telemetry.intake.KafkaIntakeProperties.Format;
import io.swen.telemetry.intake.KafkaIntakeProperties.Source;
import io.swen.telemetry.metrics.SampleIntake;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class KafkaIntakeIntegrationTests extends TelemetryTest {

    private static final String DEAD_LETTER = ".dead-letter";

    @Autowired
    private SampleIntake intake;

    @Autowired
    private IntakeProperties limits;

    @Autowired
    private SampleBeginnings beginnings;

    @Autowired
    private Clock clock;

    private final String name =
            "kafka_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final String group = "test-" + UUID.randomUUID();
    private final List<KafkaIntake> running = new ArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @AfterEach
    void stop() {
        running.forEach(KafkaIntake::stop);
    }

    @Test
    void storesSamplesForTheTeamOfTheirTopicAndForNoOther() {
        String json = topicWithDeadLetters("metrics.research", 1);
        String otlp = topicWithDeadLetters("otlp.platform", 1);
        Instant now = now();
        start(
                new Source(json, "research", List.of("dev"), Format.JSON),
                new Source(otlp, "platform", List.of("dev"), Format.OTLP));

        send(json, "a", body(row(now, 1, ""), row(now.plusSeconds(1), 2, ""), row(now, 9, "\"team\":\"platform\",")));
        send(json, "b", body(row(now, 9, "\"environment\":\"prod\",")));
        send(otlp, "a", otlp(now, 7));

        await().atMost(PATIENCE).until(() -> stored("research", "dev") == 2 && stored("platform", "dev") == 1);
        await().atMost(PATIENCE)
                .until(() -> KafkaServer.records(json + DEAD_LETTER).size() == 2);
        assertThat(stored("research", "prod")).isZero();
        List<ConsumerRecord<byte[], byte[]>> dead = KafkaServer.records(json + DEAD_LETTER);
        assertThat(reason(dead.getFirst()))
                .isEqualTo(
                        "1 of 3 samples were refused, the others are stored; sample 2: team must be one of your teams");
        assertThat(reason(dead.getLast())).contains("environment must be one of your environments");
    }

    @Test
    void putsPoisonAsideWithItsReasonAndGoesOn() {
        String topic = topicWithDeadLetters("metrics.poison", 1);
        Instant now = now();
        send(topic, "k", "no JSON".getBytes(StandardCharsets.UTF_8));
        send(topic, "k", null);
        send(topic, "k", body(row(now, 1, "")));
        start(new Source(topic, "research", List.of("dev"), Format.JSON));

        await().atMost(PATIENCE).until(() -> stored("research", "dev") == 1);
        await().atMost(PATIENCE)
                .until(() -> metrics.counter("swen.kafka.records", "outcome", "dead_letter")
                                .count()
                        == 2);
        List<ConsumerRecord<byte[], byte[]>> dead = KafkaServer.records(topic + DEAD_LETTER);
        assertThat(dead)
                .extracting(KafkaIntakeIntegrationTests::reason)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("the body is not JSON"),
                        second -> assertThat(second).isEqualTo("the record has no value"));
        assertThat(new String(dead.getFirst().value(), StandardCharsets.UTF_8)).isEqualTo("no JSON");
        assertThat(text(dead.getFirst(), "kafka_dlt-original-topic")).isEqualTo(topic);
    }

    @Test
    void losesNothingAndStoresNothingTwiceWhenConsumersComeAndGo() {
        String topic = topicWithDeadLetters("metrics.rebalance", 4);
        Source source = new Source(topic, "research", List.of("dev"), Format.JSON);
        Instant begin = now().minus(1, ChronoUnit.HOURS);
        KafkaIntake first = start(source);
        sendOnePerRecord(topic, begin, 0, 200);
        await().atMost(PATIENCE).until(() -> stored("research", "dev") > 0);

        start(source);
        sendOnePerRecord(topic, begin, 200, 400);
        first.stop();
        // What a producer sends again, because it did not hear that it arrived.
        sendOnePerRecord(topic, begin, 300, 600);

        await().atMost(PATIENCE).until(() -> stored("research", "dev") == 600);
        await().atMost(PATIENCE)
                .until(() -> metrics.counter("swen.kafka.records", "outcome", "stored")
                                .count()
                        >= 700);
        assertThat(stored("research", "dev")).isEqualTo(600);
        assertThat(KafkaServer.records(topic + DEAD_LETTER)).isEmpty();
    }

    @Test
    void waitsWithWhatItCannotPutAsideAndSaysSo() {
        String topic = KafkaServer.newTopic("metrics.waiting", 1);
        send(topic, "k", "no JSON".getBytes(StandardCharsets.UTF_8));
        send(topic, "k", body(row(now(), 1, "")));
        KafkaIntake reader = start(new Source(topic, "research", List.of("dev"), Format.JSON));

        await().atMost(PATIENCE).until(() -> reader.health().getStatus().equals(Status.DOWN));
        KafkaServer.createTopic(topic + DEAD_LETTER, 1);

        await().atMost(PATIENCE).until(() -> reader.health().getStatus().equals(Status.UP));
        await().atMost(PATIENCE).until(() -> stored("research", "dev") == 1);
        assertThat(KafkaServer.records(topic + DEAD_LETTER)).hasSizeGreaterThanOrEqualTo(1);
    }

    @Test
    void readsTheTopicsOfTheConfigurationWhereThereIsABroker() {
        String topic = topicWithDeadLetters("metrics.configured", 1);
        send(topic, "k", body(row(now(), 1, "\"environment\":\"staging\",")));
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KafkaClientsAutoConfiguration.class))
                .withUserConfiguration(Settings.class, KafkaIntake.class)
                .withBean(SampleIntake.class, () -> intake)
                .withBean(SampleBeginnings.class, () -> beginnings)
                .withBean(IntakeProperties.class, () -> limits)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues(
                        "swen.kafka.bootstrap-servers=" + KafkaServer.bootstrapServers(),
                        "spring.kafka.bootstrap-servers=" + KafkaServer.bootstrapServers(),
                        "swen.kafka.events.topic=unused",
                        "swen.telemetry.kafka.group=" + group,
                        "swen.telemetry.kafka.topics[0].topic=" + topic,
                        "swen.telemetry.kafka.topics[0].team=research",
                        "swen.telemetry.kafka.topics[0].environments=dev,staging")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    await().atMost(PATIENCE).until(() -> stored("research", "staging") == 1);
                });
    }

    @EnableConfigurationProperties(KafkaIntakeProperties.class)
    static class Settings {}

    @Test
    void refusesTopicsWhoseSamplesCouldBeAnybodys() {
        assertThatThrownBy(() -> new KafkaIntakeProperties(
                        "g",
                        1,
                        500,
                        DEAD_LETTER,
                        List.of(
                                new Source("t", "*", List.of("dev"), Format.JSON),
                                new Source("t", "research", List.of("*"), Format.JSON),
                                new Source("a b", "research", List.of(), Format.JSON))))
                .hasMessageContaining("topics[0].team must be one team, and is *")
                .hasMessageContaining("topics[1].topic must not be there twice, and is t")
                .hasMessageContaining("topics[1].environments must be")
                .hasMessageContaining("topics[2].topic must be")
                .hasMessageContaining("topics[2].environments must be");
    }

    private KafkaIntake start(Source... sources) {
        List<KafkaClients> clients = new ArrayList<>();
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KafkaClientsAutoConfiguration.class))
                .withPropertyValues(
                        "swen.kafka.bootstrap-servers=" + KafkaServer.bootstrapServers(),
                        "spring.kafka.bootstrap-servers=" + KafkaServer.bootstrapServers(),
                        "swen.kafka.events.topic=unused")
                .run(context -> clients.add(context.getBean(KafkaClients.class)));
        KafkaIntake reader = new KafkaIntake(
                new KafkaIntakeProperties(group, 1, 100, DEAD_LETTER, List.of(sources)),
                limits,
                intake,
                beginnings,
                clients.getFirst(),
                metrics);
        reader.start();
        running.add(reader);
        return reader;
    }

    private static String topicWithDeadLetters(String prefix, int partitions) {
        String topic = KafkaServer.newTopic(prefix, partitions);
        KafkaServer.createTopic(topic + DEAD_LETTER, 1);
        return topic;
    }

    private void sendOnePerRecord(String topic, Instant begin, int from, int to) {
        try (KafkaProducer<byte[], byte[]> producer = KafkaServer.producer()) {
            IntStream.range(from, to)
                    .forEach(i -> producer.send(new ProducerRecord<>(
                            topic,
                            Integer.toString(i).getBytes(StandardCharsets.UTF_8),
                            body(row(begin.plusSeconds(i), i, "")))));
        }
    }

    private static void send(String topic, String key, byte @Nullable [] value) {
        try (KafkaProducer<byte[], byte[]> producer = KafkaServer.producer()) {
            producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value));
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private String row(Instant time, int value, String more) {
        return "{\"name\":\"%s\",\"unit\":\"percent\",%s\"time\":\"%s\",\"value\":%d}"
                .formatted(name, more, time, value);
    }

    private static byte[] body(String... rows) {
        return ("{\"samples\":[" + String.join(",", rows) + "]}").getBytes(StandardCharsets.UTF_8);
    }

    private byte[] otlp(Instant time, double value) {
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .addScopeMetrics(ScopeMetrics.newBuilder()
                                .addMetrics(Metric.newBuilder()
                                        .setName(name)
                                        .setUnit("By")
                                        .setGauge(Gauge.newBuilder()
                                                .addDataPoints(NumberDataPoint.newBuilder()
                                                        .setTimeUnixNano(time.getEpochSecond() * 1_000_000_000L)
                                                        .setAsDouble(value))))))
                .build()
                .toByteArray();
    }

    private long stored(String team, String environment) {
        Long count = jdbc.queryForObject(
                "select count(*) from metric_sample m join metric_series s on s.id = m.series"
                        + " where s.name = ? and s.team = ? and s.environment = ?",
                Long.class,
                name,
                team,
                environment);
        return count == null ? 0 : count;
    }

    private static String reason(ConsumerRecord<byte[], byte[]> record) {
        return text(record, "kafka_dlt-exception-message");
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }
}
