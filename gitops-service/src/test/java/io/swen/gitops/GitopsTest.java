package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import io.swen.gitops.contract.Boundary;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.platform.security.Role;
import io.swen.platform.test.SwenIntegrationTest;
import io.swen.platform.test.TestIssuer;
import io.swen.simulator.SimulatorConfig;
import io.swen.simulator.SimulatorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.convention.TestBean;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What all integration tests of this service share: one context, one simulator of both clouds, one fake of routing's recheck. */
@SwenIntegrationTest
@SuppressWarnings("NullAway.Init") // Spring fills the fields before each test
abstract class GitopsTest {

    static final SimulatorServer SIMULATOR = startSimulator();
    static final Path GIT = temporary("git");
    static final Path TERRAFORM = temporary("terraform");
    static final Path TERRAFORM_CONFIG = TERRAFORM.resolveSibling(TERRAFORM.getFileName() + ".tfrc");
    static final String CANARY = "canary-4711-in-a-coal-mine";
    /** What came to the webhook that approvers are told by. */
    static final List<String> HOOKS = new CopyOnWriteArrayList<>();

    static final GreenMail MAIL = startMail();
    static final Routing ROUTING = new Routing();
    static final FakeCluster CLUSTER = new FakeCluster();
    static final String GITHUB_SECRET = "secret-of-github-s-webhooks";

    /** The remote of the environment repository; null where there is no git. */
    static final @Nullable GitHost HOST = GitHost.isPossible() ? GitHost.start(temporary("host")) : null;

    static final AtomicReference<@Nullable String> KILL_AT = new AtomicReference<>();
    static final AtomicInteger KILLS = new AtomicInteger();
    /** What a test does at a boundary, by its name. */
    static final Map<String, Runnable> AT_BOUNDARY = new ConcurrentHashMap<>();

    static final Duration PATIENCE = Duration.ofMinutes(2);

    @TestBean
    Boundary boundary;

    static Boundary boundary() {
        return name -> {
            Runnable hook = AT_BOUNDARY.get(name);
            if (hook != null) {
                hook.run();
            }
            if (name.equals(KILL_AT.get())) {
                KILL_AT.set(null);
                KILLS.incrementAndGet();
                throw new Boundary.Killed(name);
            }
        };
    }

    @LocalServerPort
    int port;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    EnvironmentRepository repository;

    final JsonMapper json = new JsonMapper();

    /** Answers rechecks as routing would, and budgets as telemetry. */
    static final class Routing {

        final AtomicInteger status = new AtomicInteger(200);
        /** The budgets that telemetry has, as it writes them. */
        final AtomicReference<String> budgets = new AtomicReference<>("");

        final AtomicInteger budgetStatus = new AtomicInteger(200);
        final AtomicReference<Duration> delay = new AtomicReference<>(Duration.ZERO);
        /** What telemetry answers, by path; elsewhere it fails. */
        final Map<String, String> telemetry = new ConcurrentHashMap<>();

        final String address;

        Routing() {
            try {
                HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                server.createContext("/api/v1/decisions/", exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    try {
                        Thread.sleep(delay.get());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    byte[] answer =
                            "{\"still_best\":true,\"available\":true,\"current_price\":{\"amount\":\"0.0412\",\"currency\":\"USD\"}}"
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(status.get(), answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
                server.createContext("/hook", exchange -> {
                    HOOKS.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
                server.createContext("/api/v1/budgets", exchange -> {
                    byte[] answer =
                            ("{\"items\":[" + budgets.get() + "],\"next\":null}").getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(budgetStatus.get(), answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
                server.createContext("/api/v1/events", PeerEvents::answer);
                server.createContext("/api/v1/incidents/", PeerEvents::note);
                for (String path :
                        List.of("/api/v1/costs", "/api/v1/inventory", "/api/v1/instances", "/api/v1/offers")) {
                    server.createContext(path, exchange -> {
                        String told = telemetry.get(path);
                        byte[] answer = (told == null ? "{}" : told).getBytes(StandardCharsets.UTF_8);
                        exchange.getResponseHeaders().set("Content-Type", "application/json");
                        exchange.sendResponseHeaders(told == null ? 500 : 200, answer.length);
                        exchange.getResponseBody().write(answer);
                        exchange.close();
                    });
                }
                server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
                server.start();
                address = "http://localhost:" + server.getAddress().getPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("swen.services.routing", () -> ROUTING.address);
        registry.add("swen.services.telemetry", () -> ROUTING.address);
        registry.add("swen.gitops.approval.budgets-fresh", () -> "0s");
        registry.add("swen.outbound.allowed", () -> "127.0.0.1,localhost");
        registry.add("spring.mail.host", () -> "127.0.0.1");
        registry.add("spring.mail.port", () -> MAIL.getSmtp().getPort());
        String receivers = "swen.gitops.notifications.receivers.";
        registry.add(receivers + "hook.webhook.url", () -> ROUTING.address + "/hook");
        registry.add(receivers + "hook.webhook.secret", () -> "whsec_" + "A".repeat(44));
        registry.add(receivers + "mail.email.from", () -> "swen@example.com");
        registry.add(receivers + "mail.email.to", () -> "approvers@example.com");
        registry.add("swen.gitops.approval.budget-patience", () -> "2s");
        registry.add("swen.gitops.remediation.gather", () -> "1500ms");
        registry.add("swen.gitops.remediation.pause-between-attempts", () -> "200ms");
        registry.add("swen.gitops.remediation.slow-pause", () -> "300ms");
        registry.add("swen.gitops.remediation.slow-work", () -> "300ms");
        registry.add("swen.gitops.remediation.failover.failover-auto", () -> "auto");
        registry.add("swen.gitops.remediation.minimum-stay", () -> "PT2M");
        registry.add("swen.clock-url", () -> SIMULATOR.clockUrl().toString());
        registry.add("swen.gitops.repository.directory", GIT::toString);
        registry.add("swen.gitops.terraform.directory", TERRAFORM::toString);
        registry.add("swen.gitops.terraform.environment[TF_CLI_CONFIG_FILE]", GitopsTest::terraformConfig);
        registry.add(
                "swen.gitops.terraform.environment[TERRAFORM_PRETEND_CLOUD]",
                () -> TERRAFORM
                        .resolveSibling(TERRAFORM.getFileName() + "-cloud.json")
                        .toString());
        for (String environment : List.of("tf-flow", "tf-stale", "tf-old", "tf-crash")) {
            registry.add("swen.gitops.terraform.variables." + environment + ".database_password", () -> CANARY);
        }
        GitHost host = HOST;
        if (host != null) {
            host(registry, host);
        }
        cluster(registry);
        registry.add("swen.gitops.bootstrap.callback-url", () -> "https://swen.example.com");
        registry.add("swen.gitops.pipeline.simulated", () -> "true");
        registry.add("swen.gitops.pipeline.modes.look", () -> "recommend");
        registry.add("swen.gitops.promotion.healthy-for", () -> "PT30S");
        registry.add("swen.gitops.pipeline.lease", () -> "2s");
        registry.add("swen.gitops.pipeline.poll", () -> "50ms");
        registry.add("swen.gitops.pipeline.monitor-poll", () -> "200ms");
        registry.add("swen.gitops.pipeline.first-pause", () -> "200ms");
        // Tests that end and alter instances for another reason are not healed behind their back.
        registry.add("swen.gitops.drift.every", () -> "1s");
        // Terraform is slow, so that tests ask for its looks themselves.
        registry.add("swen.gitops.drift.terraform-every", () -> "24h");
        registry.add("swen.gitops.drift.missing", () -> "report");
        registry.add("swen.gitops.drift.changed", () -> "report");
        registry.add("swen.gitops.drift.environments.drift-heal.missing", () -> "heal");
        registry.add("swen.gitops.drift.environments.tf-drift.changed", () -> "heal");
        registry.add("swen.gitops.drift.routing-grace", () -> "PT0S");
        registry.add("swen.gitops.drift.routing-grace-wall", () -> "0s");
        registry.add("swen.gitops.monitor.every", () -> "500ms");
        registry.add("swen.gitops.clouds.simulated", () -> "true");
        registry.add("swen.gitops.clouds.observe-every", () -> "300ms");
        registry.add("swen.gitops.clouds.settle", () -> "5s");
        registry.add(
                "swen.gitops.clouds.aws.endpoint", () -> SIMULATOR.awsEndpoint().toString());
        registry.add(
                "swen.gitops.clouds.alibaba.endpoint",
                () -> SIMULATOR.alibabaEndpoint().toString());
    }

    private static void cluster(DynamicPropertyRegistry registry) {
        registry.add("swen.gitops.deployers.targets.kube", () -> "kubernetes");
        registry.add("swen.gitops.deployers.targets.argo", () -> "argocd");
        registry.add("swen.gitops.deployers.observe-every", () -> "300ms");
        registry.add("swen.gitops.kubernetes.clusters.kube.kubeconfig", () -> file("kubeconfig", CLUSTER.kubeconfig()));
        registry.add("swen.gitops.kubernetes.clusters.kube.namespace", () -> "workloads");
        registry.add("swen.gitops.argocd.servers.argo.api", () -> "http://localhost:" + CLUSTER.port);
        registry.add("swen.gitops.argocd.servers.argo.token-file", () -> file("argo-token", FakeCluster.TOKEN));
        registry.add(
                "swen.gitops.argocd.servers.argo.repository", () -> "https://swen.example.com/git/environments.git");
        registry.add("swen.gitops.argocd.servers.argo.namespace", () -> "workloads");
    }

    private static String file(String name, String content) {
        try {
            return Files.writeString(temporary(name).resolve(name), content + "\n")
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void host(DynamicPropertyRegistry registry, GitHost host) {
        registry.add("swen.gitops.webhooks.hosts.github.secret", () -> GITHUB_SECRET);
        registry.add("swen.gitops.webhooks.hosts.gitlab.secret", () -> "");
        registry.add("swen.gitops.host.remote", host::remote);
        registry.add("swen.gitops.host.kind", () -> "github");
        registry.add("swen.gitops.host.api", host::api);
        registry.add("swen.gitops.host.project", () -> "acme/environments");
        registry.add("swen.gitops.host.every", () -> "30s");
        registry.add("swen.gitops.host.branches", () -> "remote-branch");
        registry.add("swen.gitops.host.longest-pause", () -> "30s");
        registry.add("swen.gitops.host.timeout", () -> "10s");
        registry.add("swen.gitops.host.token-file", () -> file("token", GitHost.TOKEN));
        registry.add("swen.gitops.host.people[0].email", () -> "ada@example.com");
        registry.add("swen.gitops.host.people[0].login", () -> "ada-at-host");
        registry.add("swen.gitops.host.people[0].actor-id", () -> "0194c2a0-0000-7000-8000-0000000000ad");
        registry.add("swen.gitops.host.people[0].name", () -> "Ada");
        registry.add("swen.gitops.host.people[1].email", () -> "grace@example.com");
        registry.add("swen.gitops.host.people[1].login", () -> "grace-at-host");
        registry.add("swen.gitops.host.people[1].actor-id", () -> "0194c2a0-0000-7000-8000-0000000000ac");
        registry.add("swen.gitops.host.people[1].name", () -> "Grace");
        registry.add("swen.gitops.host.people[1].may-reject", () -> "true");
    }

    private static GreenMail startMail() {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        return mail;
    }

    private static SimulatorServer startSimulator() {
        SimulatorServer simulator = SimulatorServer.start(
                SimulatorConfig.forTests(temporary("simulator")).withSpeed(60));
        var aws = simulator.credentials().aws().getFirst();
        System.setProperty("aws.accessKeyId", aws.accessKeyId());
        System.setProperty("aws.secretAccessKey", aws.secretAccessKey());
        var alibaba = simulator.credentials().alibaba().getFirst();
        System.setProperty("alibabacloud.accessKeyId", alibaba.accessKeyId());
        System.setProperty("alibabacloud.accessKeyIdSecret", alibaba.accessKeySecret());
        System.setProperty("alibabacloud.accessKeySecret", alibaba.accessKeySecret());
        return simulator;
    }

    private static String terraformConfig() {
        try {
            return Files.writeString(TERRAFORM_CONFIG, "").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path temporary(String name) {
        try {
            return Files.createTempDirectory("swen-" + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String service() {
        return TestIssuer.token("swen-routing", Role.SERVICE);
    }

    ResponseEntity<String> call(HttpMethod method, String path, @Nullable String token, @Nullable Object body) {
        return call(method, path, token, body, null);
    }

    ResponseEntity<String> call(
            HttpMethod method, String path, @Nullable String token, @Nullable Object body, @Nullable String key) {
        RestClient.RequestBodySpec request =
                RestClient.create("http://localhost:" + port).method(method).uri(path);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON)
                    .body(body instanceof String text ? text : json.writeValueAsString(body));
        }
        return request.retrieve()
                .onStatus(HttpStatusCode::isError, (q, r) -> {})
                .toEntity(String.class);
    }

    JsonNode body(ResponseEntity<String> answer) {
        return json.readTree(String.valueOf(answer.getBody()));
    }

    JsonNode problem(ResponseEntity<String> answer, int status, String code) {
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(status);
        JsonNode problem = body(answer);
        assertThat(problem.at("/code").asString()).as(answer.getBody()).isEqualTo(code);
        return problem;
    }

    /** Posts a change as routing does, and answers its id. */
    UUID post(Requests.Change change) {
        ResponseEntity<String> answer = call(
                HttpMethod.POST,
                "/api/v1/changes",
                service(),
                change.json(),
                UUID.randomUUID().toString());
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(202);
        return UUID.fromString(body(answer).at("/id").asString());
    }

    /** Agrees, as one approver, to the plan that a change waits with. */
    void approve(UUID id, JsonNode waiting) {
        ResponseEntity<String> answer = call(
                HttpMethod.POST,
                "/api/v1/changes/" + id + "/verdicts",
                TestIssuer.token("approver", Role.APPROVER),
                Map.of(
                        "verdict",
                        "approve",
                        "plan_hash",
                        waiting.at("/plan/hash").asString()));
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(200);
    }

    JsonNode change(UUID id) {
        ResponseEntity<String> answer = call(HttpMethod.GET, "/api/v1/changes/" + id, service(), null);
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(200);
        return body(answer);
    }

    JsonNode awaitState(UUID id, String... states) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> change(id),
                        change -> List.of(states).contains(change.at("/state").asString()));
    }

    JsonNode awaitDeployment(String workloadId, String state) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> body(call(
                                        HttpMethod.GET,
                                        "/api/v1/deployments?workload_id=" + workloadId,
                                        service(),
                                        null))
                                .at("/items/0"),
                        deployment -> deployment.at("/state").asString("none").equals(state));
    }

    List<JsonNode> simulatorInstances(String workloadId) {
        JsonNode all = body(ResponseEntity.of(java.util.Optional.of(
                String.valueOf(RestClient.create(SIMULATOR.awsEndpoint().toString())
                        .get()
                        .uri("/simulator/instances")
                        .retrieve()
                        .body(String.class)))));
        JsonNode items =
                all.isArray() ? all : all.at("/items").isMissingNode() ? all.at("/instances") : all.at("/items");
        return items.valueStream()
                .filter(instance ->
                        workloadId.equals(instance.at("/tags/swen:workload").asString("")))
                .toList();
    }
}
