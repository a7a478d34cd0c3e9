package io.swen.benchmarks;

import io.swen.platform.security.Role;
import io.swen.platform.test.PostgresServer;
import io.swen.platform.test.TestIssuer;
import io.swen.routing.RoutingApplication;
import io.swen.routing.decision.DecisionLogCheck;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Checks the decision log in a process that decided nothing: with {@code --platform true} that of the database which the environment
 * names as it does for routing-service, otherwise one that another process fills first, with the whole service and random workloads
 * over several price epochs.
 */
final class DecisionsVerification {

    private static final Set<String> REGIONS = Set.of(
            "aws:us-east-1", "aws:eu-central-1", "aws:ap-southeast-1", "alibaba:eu-central-1", "alibaba:cn-hangzhou");
    private static final String SETTINGS = "swen.verification.settings";
    private static final long SEED = 20_261_128;
    private static final int EPOCHS = 8;
    private static final long PATIENCE_SECONDS = 300;
    private static final String[] PRIORITIES = {"low", "medium", "high", "critical"};

    private DecisionsVerification() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = Options.values(arguments, "--count", "--threads", "--platform", "--generate");
        int count = Integer.parseInt(options.getOrDefault("--count", "1000"));
        if (count < 1 || count > 100_000) {
            throw new IllegalArgumentException("--count must be 1 to 100000: " + count);
        }
        if (options.containsKey("--generate")) {
            generate(Integer.parseInt(options.get("--generate")));
            return;
        }
        int threads = Integer.parseInt(options.getOrDefault(
                "--threads", Integer.toString(Math.max(1, Runtime.getRuntime().availableProcessors()))));
        DecisionLogCheck.Report report;
        if (Boolean.parseBoolean(options.getOrDefault("--platform", "false"))) {
            report = check(count, threads, Map.of());
        } else {
            Properties database = newDatabase();
            inAnotherProcess(count, database);
            report = check(count, threads, strings(database));
        }
        report.problems().forEach(problem -> System.out.println("  " + problem));
        System.out.printf(
                Locale.ROOT,
                "decisions replayed=%d identical=%d sums_wrong=%d counterfactuals=%d wrong=%d chain=%s%s%n",
                report.replayed(),
                report.identical(),
                report.sumsWrong(),
                report.counterfactuals(),
                report.wrong(),
                report.chain(),
                report.impossible() == 0 ? "" : " impossible=" + report.impossible());
        System.exit(report.passed() ? 0 : 1);
    }

    /** The service's own classes over a database, with nothing that would work in the background or change anything. */
    private static DecisionLogCheck.Report check(int count, int threads, Map<String, String> settings)
            throws InterruptedException {
        List<String> options = new ArrayList<>(List.of(
                "--logging.level.root=warn",
                "--spring.flyway.enabled=false",
                "--spring.main.lazy-initialization=true"));
        settings.forEach((name, value) -> System.setProperty(name, value));
        long started = System.nanoTime();
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(RoutingApplication.class)
                .web(WebApplicationType.NONE)
                .initializers(DecisionsVerification::standStill)
                .run(options.toArray(String[]::new))) {
            DecisionLogCheck.Report report =
                    context.getBean(DecisionLogCheck.class).run(count, threads, System.out::println);
            System.out.printf(
                    Locale.ROOT,
                    "%d decisions in the chain; checked in %.1f s%n",
                    report.chained(),
                    (System.nanoTime() - started) / 1e9);
            return report;
        }
    }

    private static void standStill(ConfigurableApplicationContext context) {
        ((GenericApplicationContext) context)
                .registerBean("lifecycleProcessor", LifecycleProcessor.class, StandingStill::new);
    }

    /** Starts and stops nothing. */
    private static final class StandingStill implements LifecycleProcessor {
        @Override
        public void onRefresh() {}

        @Override
        public void onClose() {}

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return false;
        }
    }

    private static Properties newDatabase() throws IOException {
        PostgresServer.Database database = PostgresServer.newDatabase("swen_routing");
        Properties settings = new Properties();
        settings.setProperty("spring.datasource.url", database.url());
        settings.setProperty("spring.datasource.username", database.username());
        settings.setProperty("spring.datasource.password", database.password());
        settings.setProperty("swen.audit.database.username", database.auditUsername());
        settings.setProperty("swen.audit.database.password", database.password());
        Path folder = Files.createTempDirectory("swen-verification");
        for (String each : List.of("audit.directory", "audit.keys-directory", "encryption.keys-dir")) {
            Path own = Files.createDirectory(folder.resolve(each));
            settings.setProperty("swen." + each, own.toString());
        }
        settings.setProperty("spring.security.oauth2.resourceserver.jwt.issuer-uri", TestIssuer.ISSUER);
        settings.setProperty("swen.security.client-secret", "only-the-test-issuer-takes-this");
        return settings;
    }

    private static Map<String, String> strings(Properties properties) {
        return properties.stringPropertyNames().stream()
                .collect(java.util.stream.Collectors.toMap(name -> name, properties::getProperty));
    }

    private static void inAnotherProcess(int count, Properties database) throws IOException, InterruptedException {
        Path file = Files.createTempFile(
                "swen-verification",
                ".properties",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (OutputStream out = Files.newOutputStream(file)) {
                database.store(out, null);
            }
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-Xmx900m",
                            "-XX:+UseSerialGC",
                            "--enable-native-access=ALL-UNNAMED",
                            "-D" + SETTINGS + "=" + file,
                            "-cp",
                            System.getProperty("java.class.path"),
                            DecisionsVerification.class.getName(),
                            "--generate",
                            Integer.toString(count))
                    .inheritIO()
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroy();
                throw new IllegalStateException("the decisions were not made within " + PATIENCE_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException("making the decisions failed, see above");
            }
        } finally {
            Files.delete(file);
        }
    }

    /** Fills the database with decisions as they are made in production: submitted over HTTP, decided by the workers. */
    private static void generate(int count) throws Exception {
        Properties settings = new Properties();
        try (var in = Files.newInputStream(Path.of(System.getProperty(SETTINGS)))) {
            settings.load(in);
        }
        strings(settings).forEach(System::setProperty);
        System.setProperty(
                "spring.security.oauth2.resourceserver.jwt.jwk-set-uri",
                TestIssuer.address() + "/identity/oauth2/jwks");
        try (RoutingWithPrices prices = new RoutingWithPrices(REGIONS, SEED);
                ConfigurableApplicationContext context = new SpringApplicationBuilder(RoutingApplication.class)
                        .run(
                                "--server.port=0",
                                "--server.address=127.0.0.1",
                                "--logging.level.root=warn",
                                "--swen.services.telemetry=" + prices.address(),
                                "--swen.services.gitops=" + prices.address(),
                                "--swen.services.identity=" + TestIssuer.address(),
                                "--swen.routing.offers.poll=200ms")) {
            int port = Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
            JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
            String token = TestIssuer.token("verification", Role.OPERATOR);
            Random random = new Random(SEED);
            try (Connection connection = new Connection(port)) {
                for (int i = 0; i < count; i++) {
                    int status = connection.exchange(
                            Connection.request("POST", "/workload", token, workload("w" + i, random)));
                    if (status != 202) {
                        throw new IOException("a workload was answered with " + status);
                    }
                    if ((i + 1) % Math.max(1, count / EPOCHS) == 0) {
                        awaitDecisions(jdbc, i + 1);
                        prices.movePrices();
                    }
                }
            }
            awaitDecisions(jdbc, count);
            awaitSeals(jdbc);
            System.out.printf(
                    Locale.ROOT,
                    "%d decisions over %d offers in %d price epochs were made in another process; their artifacts take %.1f MB%n",
                    count,
                    prices.offers(),
                    jdbc.queryForObject("select count(distinct epoch) from placement_decision", Long.class),
                    jdbc.queryForObject("select coalesce(sum(length(content)), 0) / 1e6 from artifact", Double.class));
        }
        System.exit(0);
    }

    private static void awaitDecisions(JdbcTemplate jdbc, long count) throws InterruptedException {
        await(
                () -> Long.valueOf(count)
                        .equals(jdbc.queryForObject(
                                "select count(distinct workload_id) from placement_decision", Long.class)),
                count + " decisions");
    }

    private static void awaitSeals(JdbcTemplate jdbc) throws InterruptedException {
        await(
                () -> Boolean.TRUE.equals(jdbc.queryForObject(
                        "select (select count(*) from placement_decision) = (select count(*) from decision_chain)",
                        Boolean.class)),
                "all seals");
    }

    private static void await(java.util.function.BooleanSupplier condition, String what) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(what + " were not there within " + PATIENCE_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static String workload(String id, Random random) {
        boolean batch = random.nextInt(3) > 0;
        int gpus = random.nextInt(8) == 0 ? 1 : 0;
        StringBuilder body = new StringBuilder("{\"id\":\"" + id + "\",\"team\":\"research\",\"kind\":\""
                + (batch ? "batch" : "service") + "\",\"container\":{\"image\":\"ghcr.io/acme/train:1.4\",\"replicas\":"
                + (1 + random.nextInt(3))
                + (random.nextBoolean() ? ",\"checkpoint\":{\"uri\":\"s3://acme/ckpt\",\"interval\":\"PT15M\"}" : "")
                + "},\"cpu_cores\":" + (1 + random.nextInt(16)) + ",\"memory_gb\":" + (1 + random.nextInt(64))
                + ",\"gpus\":" + gpus + ",\"architecture\":\"" + (random.nextInt(4) == 0 ? "any" : "amd64")
                + "\",\"priority\":\"" + PRIORITIES[random.nextInt(PRIORITIES.length)] + "\",\"cost_sensitivity\":"
                + random.nextInt(101) / 100.0 + ",\"latency_sensitivity\":" + random.nextInt(101) / 100.0
                + ",\"interruptible\":" + random.nextBoolean());
        if (batch) {
            body.append(",\"estimated_duration_hours\":").append((1 + random.nextInt(480)) / 10.0);
        }
        List<String> regions = REGIONS.stream().sorted().toList();
        if (random.nextBoolean()) {
            body.append(",\"data_location\":\"")
                    .append(regions.get(random.nextInt(regions.size())))
                    .append("\",\"data_size_gb\":")
                    .append(random.nextInt(500));
        }
        if (random.nextBoolean()) {
            body.append(String.format(
                    Locale.ROOT,
                    ",\"users_location\":{\"latitude\":%.2f,\"longitude\":%.2f}",
                    random.nextDouble() * 120 - 60,
                    random.nextDouble() * 360 - 180));
        }
        if (random.nextInt(4) == 0) {
            body.append(",\"regions_forbidden\":[\"")
                    .append(regions.get(random.nextInt(regions.size())))
                    .append("\"]");
        }
        return body.append('}').toString();
    }
}
