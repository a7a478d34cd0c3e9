package io.swen.platform.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * One real Kafka broker (KRaft) for the whole test run: a container where a Docker daemon answers, one in this JVM otherwise. It can
 * be away for a while.
 */
public final class KafkaServer {

    private static final int SECONDS = 30;
    private static final KafkaServer INSTANCE = start();

    /** How the broker is taken away and brought back. */
    private interface Broker {

        void takeAway();

        void bringBack();
    }

    private final String bootstrapServers;
    private final Broker broker;

    private KafkaServer(String bootstrapServers, Broker broker) {
        this.bootstrapServers = bootstrapServers;
        this.broker = broker;
    }

    public static String bootstrapServers() {
        return INSTANCE.bootstrapServers;
    }

    /** A new topic whose name begins with the given one. */
    public static String newTopic(String name, int partitions) {
        String unique = name + "." + Long.toString(System.nanoTime(), 36);
        createTopic(unique, partitions);
        return unique;
    }

    /** Makes a topic of exactly this name. */
    public static void createTopic(String name, int partitions) {
        try (Admin admin = Admin.create(settings())) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot make topic " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Does something while no broker answers, and brings it back. */
    public static void whileItIsAway(Runnable work) {
        INSTANCE.broker.takeAway();
        try {
            work.run();
        } finally {
            INSTANCE.broker.bringBack();
        }
    }

    /** All that stands in a topic at the moment, each partition in its order. */
    public static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Set<TopicPartition> partitions = Set.copyOf(consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    /** A producer of bytes, to be closed by whoever asked for it. */
    public static KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> settings() {
        return new HashMap<>(Map.of("bootstrap.servers", bootstrapServers()));
    }

    private static KafkaServer start() {
        boolean docker = System.getenv("SWEN_TEST_EMBEDDED") == null
                && DockerClientFactory.instance().isDockerAvailable();
        return docker ? container() : embedded();
    }

    @SuppressWarnings("resource") // lives as long as the JVM; removed by Testcontainers
    private static KafkaServer container() {
        KafkaContainer container =
                new KafkaContainer(System.getenv().getOrDefault("SWEN_TEST_KAFKA_IMAGE", "apache/kafka-native:4.2.0"));
        container.withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        container.start();
        var client = DockerClientFactory.instance().client();
        return new KafkaServer(container.getBootstrapServers(), new Broker() {
            @Override
            public void takeAway() {
                client.pauseContainerCmd(container.getContainerId()).exec();
            }

            @Override
            public void bringBack() {
                client.unpauseContainerCmd(container.getContainerId()).exec();
            }
        });
    }

    private static KafkaServer embedded() {
        LoggingSystem log = LoggingSystem.get(KafkaServer.class.getClassLoader());
        List.of("kafka", "org.apache.kafka", "state.change.logger")
                .forEach(name -> log.setLogLevel(name, LogLevel.ERROR));
        try {
            List<Integer> ports = freePorts();
            Path folder = Files.createTempDirectory("swen-kafka");
            Map<String, String> settings = new HashMap<>();
            settings.put("process.roles", "broker,controller");
            settings.put("node.id", "1");
            settings.put("controller.quorum.voters", "1@localhost:" + ports.getLast());
            settings.put(
                    "listeners",
                    "PLAINTEXT://localhost:" + ports.getFirst() + ",CONTROLLER://localhost:" + ports.getLast());
            settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
            settings.put("controller.listener.names", "CONTROLLER");
            settings.put("log.dirs", folder.toString());
            settings.put("auto.create.topics.enable", "false");
            settings.put("offsets.topic.num.partitions", "1");
            settings.put("offsets.topic.replication.factor", "1");
            settings.put("transaction.state.log.num.partitions", "1");
            settings.put("transaction.state.log.replication.factor", "1");
            settings.put("transaction.state.log.min.isr", "1");
            settings.put("group.initial.rebalance.delay.ms", "0");
            settings.put("num.network.threads", "2");
            settings.put("num.io.threads", "2");
            settings.put("controlled.shutdown.enable", "false");
            // The one that went away has to be forgotten before it may come back.
            settings.put("broker.session.timeout.ms", "2000");
            settings.put("broker.heartbeat.interval.ms", "500");
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .setDirectories(List.of(folder.toString()))
                    .setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName("CONTROLLER")
                    .run();
            Embedded broker = new Embedded(settings);
            broker.bringBack();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                broker.takeAway();
                deleteAll(folder);
            }));
            return new KafkaServer("localhost:" + ports.getFirst(), broker);
        } catch (Exception e) {
            throw new IllegalStateException("cannot start the embedded Kafka", e);
        }
    }

    private static void deleteAll(Path folder) {
        try (var files = Files.walk(folder)) {
            Collection<Path> all = files.toList().reversed();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Integer> freePorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return List.of(one.getLocalPort(), two.getLocalPort());
        }
    }

    /** A broker that starts again with what it has on disk. */
    private static final class Embedded implements Broker {

        private final Map<String, String> settings;
        private @Nullable KafkaRaftServer server;

        Embedded(Map<String, String> settings) {
            this.settings = Map.copyOf(settings);
        }

        @Override
        public synchronized void takeAway() {
            if (server != null) {
                server.shutdown();
                server.awaitShutdown();
                server = null;
            }
        }

        @Override
        public synchronized void bringBack() {
            server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
            server.startup();
        }
    }
}
