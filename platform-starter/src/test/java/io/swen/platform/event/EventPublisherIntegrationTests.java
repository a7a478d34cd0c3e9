package io.swen.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.swen.platform.app.ThingApplication;
import io.swen.platform.kafka.KafkaClients;
import io.swen.platform.kafka.KafkaClientsAutoConfiguration;
import io.swen.platform.kafka.KafkaSettings;
import io.swen.platform.test.KafkaServer;
import io.swen.platform.test.TestPlatform;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(classes = ThingApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TestPlatform.class)
class EventPublisherIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final DataSize LARGEST = DataSize.ofKilobytes(8);

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private EventLog log;

    @Autowired
    private EventFeed feed;

    @Autowired
    private JsonMapper json;

    private final String topic = KafkaServer.newTopic("swen.thing.events", 3);
    private final String mark = UUID.randomUUID().toString();
    private final List<EventPublisher> running = new ArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    /** The log has other tests' events as well. */
    @BeforeEach
    void beginHere() throws InterruptedException {
        jdbc.update(
                "insert into event_cursor (consumer, cursor) values (?, ?)",
                "kafka:" + topic,
                feed.read("latest", Set.of(), 1, Duration.ZERO).next());
    }

    @AfterEach
    void stop() {
        running.forEach(EventPublisher::stop);
    }

    @Test
    void deliversEachEventOnceAndThoseOfASubjectInOrder() {
        List<String> appended = append(120, 7);
        start(transactions);

        await().atMost(PATIENCE).until(() -> delivered().size() >= appended.size());
        assertThat(ids(delivered())).hasSize(appended.size());
        assertInOrder();

        append(30, 7);
        await().atMost(PATIENCE).until(() -> delivered().size() == appended.size() + 30);
        assertInOrder();
        await().atMost(PATIENCE)
                .until(() -> metrics.get("swen.kafka.events.behind").gauge().value() == 0);
    }

    @Test
    void writesWhatTheKafkaBindingOfCloudEventsSays() {
        append(1, 1);
        start(transactions);
        await().atMost(PATIENCE).until(() -> delivered().size() == 1);

        ConsumerRecord<byte[], byte[]> record = delivered().getFirst();
        JsonNode event = json.readTree(record.value());
        assertThat(text(record.key())).isEqualTo(mark + "-0");
        assertThat(header(record, "content-type")).isEqualTo("application/cloudevents+json; charset=UTF-8");
        assertThat(header(record, "ce_id")).isEqualTo(event.at("/id").asString());
        assertThat(header(record, "ce_type")).isEqualTo("io.swen.ThingMade");
        assertThat(header(record, "ce_source")).isEqualTo("/swen/thing-service");
        assertThat(header(record, "ce_team")).isEqualTo("research");
        assertThat(event.at("/specversion").asString()).isEqualTo("1.0");
        assertThat(event.at("/data/number").asInt()).isZero();
    }

    @Test
    void keepsEventsThroughAnOutageOfTheBrokerAndGoesOnWithoutAGap() {
        EventPublisher publisher = start(transactions);
        append(20, 4);
        await().atMost(PATIENCE).until(() -> delivered().size() == 20);

        KafkaServer.whileItIsAway(() -> {
            append(50, 4);
            Health down = await().atMost(PATIENCE)
                    .until(publisher::health, health -> health.getStatus().equals(Status.DOWN));
            assertThat(down.getDetails().get("failure")).asString().isNotBlank();
            assertThat(metrics.get("swen.kafka.events.behind").gauge().value()).isPositive();
        });

        await().atMost(PATIENCE).until(() -> ids(delivered()).size() == 70);
        assertInOrder();
        await().atMost(PATIENCE).until(() -> publisher.health().getStatus().equals(Status.UP));
    }

    @Test
    void sendsAgainWhatItCannotSayForSureAfterACrashBetweenSendingAndStoringThePlace() {
        List<String> appended = append(40, 5);
        String before = place();
        AtomicInteger crashes = new AtomicInteger();
        EventPublisher crashing = start(failingAtCommit(crashes));
        await().atMost(PATIENCE).until(() -> crashes.get() > 0);
        crashing.stop();
        assertThat(delivered()).hasSizeGreaterThanOrEqualTo(appended.size());
        assertThat(place()).isEqualTo(before);

        start(transactions);
        await().atMost(PATIENCE).until(() -> delivered().size() >= 2 * appended.size());

        assertThat(ids(delivered())).hasSize(appended.size());
        assertInOrder();
    }

    @Test
    void twoInstancesSendNothingTwice() {
        start(transactions);
        start(transactions);
        for (int round = 0; round < 10; round++) {
            append(20, 3);
        }
        await().atMost(PATIENCE).until(() -> ids(delivered()).size() == 200);

        assertThat(delivered()).hasSize(200);
        assertInOrder();
    }

    @Test
    void saysWhereTheDataAreOfAnEventThatIsTooLargeForARecord() {
        append(1, 1);
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> log.append(
                        new Event("ThingMade", mark + "-large", "research", "dev", Map.of("text", "x".repeat(20_000))),
                        null));
        start(transactions);
        await().atMost(PATIENCE).until(() -> delivered().size() == 2);

        JsonNode event = delivered().stream()
                .map(record -> json.readTree(record.value()))
                .filter(each -> each.at("/subject").asString().endsWith("-large"))
                .findFirst()
                .orElseThrow();
        assertThat(event.has("data")).isFalse();
        String reference = event.at("/dataref").asString();
        assertThat(reference).startsWith("/api/v1/events?limit=1&after=");
        EventFeed.Placed there = feed.readPlaced(reference.substring(reference.indexOf("after=") + 6), Set.of(), 1)
                .getFirst();
        assertThat(there.event().id().toString()).isEqualTo(event.at("/id").asString());
        assertThat(there.event().data().at("/text").asString()).hasSize(20_000);
    }

    @Test
    void refusesSettingsThatCannotWorkAllAtOnce() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KafkaClientsAutoConfiguration.class))
                .withPropertyValues(
                        "swen.kafka.bootstrap-servers=localhost:1",
                        "swen.kafka.events.topic=has spaces",
                        "swen.kafka.events.batch=0")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("swen.kafka.events.topic must be")
                        .hasMessageContaining("swen.kafka.events.batch must be 1 to 5000, and is 0"));
    }

    @Test
    void isOffWithoutABroker() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KafkaClientsAutoConfiguration.class))
                .withPropertyValues("swen.kafka.bootstrap-servers=")
                .run(context -> assertThat(context).doesNotHaveBean(KafkaClients.class));
    }

    @Test
    void runsInAServiceThatIsToldWhereABrokerIs() {
        try (ConfigurableApplicationContext service = new SpringApplicationBuilder(ThingApplication.class)
                .initializers(new TestPlatform())
                .run(
                        "--server.port=0",
                        "--swen.kafka.bootstrap-servers=" + KafkaServer.bootstrapServers(),
                        "--swen.kafka.events.topic=" + topic)) {
            EventLog its = service.getBean(EventLog.class);
            new TransactionTemplate(service.getBean(PlatformTransactionManager.class))
                    .executeWithoutResult(status ->
                            its.append(new Event("ThingMade", mark, "research", "dev", Map.of("number", 1)), null));
            await().atMost(PATIENCE).until(() -> delivered().size() == 1);
            assertThat(service.getBean("kafkaEvents", HealthIndicator.class).health())
                    .isNotNull()
                    .satisfies(health -> assertThat(health.getDetails()).containsEntry("topic", topic));
        }
    }

    private EventPublisher start(PlatformTransactionManager manager) {
        List<KafkaClients> clients = new ArrayList<>();
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KafkaClientsAutoConfiguration.class))
                .withPropertyValues(
                        "swen.kafka.bootstrap-servers=" + KafkaServer.bootstrapServers(),
                        "spring.kafka.bootstrap-servers=" + KafkaServer.bootstrapServers(),
                        "swen.kafka.events.topic=" + topic)
                .run(context -> clients.add(context.getBean(KafkaClients.class)));
        EventPublisher publisher = new EventPublisher(
                feed,
                json,
                clients.getFirst(),
                new KafkaSettings.Events(true, topic, 50, Duration.ofMillis(1_500), LARGEST),
                jdbc,
                new TransactionTemplate(manager),
                metrics);
        publisher.start();
        running.add(publisher);
        return publisher;
    }

    private String place() {
        return String.valueOf(jdbc.queryForObject(
                "select cursor from event_cursor where consumer = ?", String.class, "kafka:" + topic));
    }

    /** Appends events of some subjects in turn, and answers their numbers. */
    private List<String> append(int count, int subjects) {
        List<Event> events = IntStream.range(0, count)
                .mapToObj(
                        n -> new Event("ThingMade", mark + "-" + n % subjects, "research", "dev", Map.of("number", n)))
                .toList();
        new TransactionTemplate(transactions).executeWithoutResult(status -> log.appendAll(events, null));
        return events.stream().map(Event::subject).toList();
    }

    /** Of this test's events only; the log has others as well. */
    private List<ConsumerRecord<byte[], byte[]>> delivered() {
        return KafkaServer.records(topic).stream()
                .filter(record -> text(record.key()).startsWith(mark))
                .toList();
    }

    private static LinkedHashSet<String> ids(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> header(record, "ce_id"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whoever leaves out the ids it has seen gets each subject's events as they stand in the log. */
    private void assertInOrder() {
        Map<String, LinkedHashSet<String>> seen = delivered().stream()
                .collect(Collectors.groupingBy(
                        record -> text(record.key()),
                        Collectors.mapping(
                                record -> header(record, "ce_id"), Collectors.toCollection(LinkedHashSet::new))));
        seen.forEach((subject, ids) -> assertThat(List.copyOf(ids))
                .isEqualTo(jdbc.queryForList(
                        "select id::text from event_log where subject = ? order by tx, seq", String.class, subject)));
    }

    private PlatformTransactionManager failingAtCommit(AtomicInteger crashes) {
        PlatformTransactionManager real = transactions;
        return new PlatformTransactionManager() {
            @Override
            public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
                return real.getTransaction(definition);
            }

            @Override
            public void commit(TransactionStatus status) {
                real.rollback(status);
                crashes.incrementAndGet();
                throw new TransactionSystemException("the process ended here");
            }

            @Override
            public void rollback(TransactionStatus status) {
                real.rollback(status);
            }
        };
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return text(record.headers().lastHeader(name).value());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
