package io.swen.gitops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.swen.gitops.contract.DesiredState;
import io.swen.gitops.contract.Provider;
import io.swen.gitops.contract.PurchaseOption;
import io.swen.gitops.contract.Workload;
import io.swen.gitops.contract.WorkloadKind;
import io.swen.platform.money.Money;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script is run for real, with the root folder, the cloud's metadata, the container runtime, the service manager and the cloud's
 * CLI put in the place of an instance's own.
 */
class CloudInitTests {

    private static final UUID DEPLOYMENT = UUID.fromString("0194c2a0-0000-7000-8000-000000000001");

    @TempDir
    Path root;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final AtomicBoolean notice = new AtomicBoolean();
    private final AtomicInteger serial = new AtomicInteger();
    private @Nullable HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.createContext(CallbackServlet.PATH, exchange -> {
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst(CallbackServlet.TOKEN_HEADER)));
            heard.add(URLDecoder.decode(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    StandardCharsets.UTF_8));
            byte[] answer = ("{\"action\":\"continue\",\"token\":\"token-" + serial.incrementAndGet() + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        started.createContext("/latest/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            boolean token =
                    path.endsWith("/api/token") && exchange.getRequestMethod().equals("PUT");
            boolean known = "metadata-token".equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"))
                    || "metadata-token".equals(exchange.getRequestHeaders().getFirst("X-aliyun-ecs-metadata-token"));
            boolean told = known
                    && notice.get()
                    && (path.endsWith("/spot/instance-action") || path.endsWith("/termination-time"));
            byte[] answer = (token ? "metadata-token" : told ? "{\"action\":\"terminate\"}" : "no")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(token || told ? 200 : 404, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        started.start();
        server = started;
    }

    /** Nothing of the instance writes any more when its folder is taken away. */
    @AfterEach
    void end() {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            List<ProcessHandle> running = processesOf(root.toString());
            running.forEach(ProcessHandle::destroyForcibly);
            return running.isEmpty();
        });
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void aBatchRunsTellsHowItEndedAndEndsItsInstance() throws Exception {
        Files.writeString(root.resolve("exit-code"), "3");
        Files.writeString(root.resolve("runs-for"), "2");

        run(workload(WorkloadKind.BATCH, Map.of("A", "it's $(touch never)")), Provider.AWS);

        await().atMost(Duration.ofSeconds(60)).until(() -> said("shutdown").contains("-h now"));
        assertThat(heard).anySatisfy(told -> assertThat(told).contains("event=exit", "exit_code=3"));
        assertThat(heard)
                .anySatisfy(told -> assertThat(told)
                        .contains("event=heartbeat", "image=ghcr.io/acme/train@sha256:0123", "progress=0.5"));
        assertThat(heard).anySatisfy(told -> assertThat(told).contains("event=log", "seq=1", "epoch 1"));
        assertThat(heard.stream().filter(told -> told.contains("event=log")).count())
                .as("each piece once")
                .isEqualTo(heard.stream()
                        .filter(told -> told.contains("event=log"))
                        .map(told -> told.replaceAll("(?s).*seq=([0-9]+).*", "$1"))
                        .distinct()
                        .count());
        assertThat(said("docker"))
                .contains("run --detach --name workload", "-e A=it's $(touch never)", "-e HF_TOKEN", "python train.py")
                .contains("HF_TOKEN is s3cret-of-aws");
        // The first token is that of the script, each further one that of the last answer.
        assertThat(tokens).startsWith("first-token", "token-1", "token-2");
        assertThat(said("aws"))
                .contains("s3 sync --only-show-errors s3://acme/train/ ")
                .contains("/swen/share/checkpoint/ s3://acme/train/");
    }

    @Test
    void aNoticeStopsTheWorkloadSavesItsCheckpointAndIsTold() throws Exception {
        Files.writeString(root.resolve("runs-for"), "3600");
        run(workload(WorkloadKind.BATCH, Map.of()), Provider.AWS);
        await().atMost(Duration.ofSeconds(60)).until(() -> heard.stream().anyMatch(told -> told.contains("heartbeat")));

        notice.set(true);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> heard.stream().anyMatch(told -> told.contains("event=checkpoint")));
        assertThat(heard).anySatisfy(told -> assertThat(told).contains("event=interruption"));
        assertThat(said("docker")).contains("stop -t 60 workload");
        assertThat(said("aws")).contains("/swen/share/checkpoint/ s3://acme/train/");
        // The cloud ends the instance; that it ended itself would look as if its work were done.
        assertThat(said("shutdown")).isEmpty();
        assertThat(heard).noneSatisfy(told -> assertThat(told).contains("event=exit"));
    }

    @Test
    void anInstanceThatIsShutDownInOrderSavesItsCheckpoint() throws Exception {
        Files.writeString(root.resolve("runs-for"), "3600");
        run(workload(WorkloadKind.BATCH, Map.of()), Provider.AWS);
        await().atMost(Duration.ofSeconds(60)).until(() -> heard.stream().anyMatch(told -> told.contains("heartbeat")));

        ProcessHandle agent =
                processesOf(root.resolve("opt/swen/agent").toString()).getFirst();
        agent.destroy();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> heard.stream().anyMatch(told -> told.contains("event=checkpoint")));
        await().atMost(Duration.ofSeconds(60)).until(() -> !agent.isAlive());
        assertThat(said("docker")).contains("stop -t 60 workload");
        assertThat(heard).noneSatisfy(told -> assertThat(told).contains("event=interruption"));
        assertThat(heard).noneSatisfy(told -> assertThat(told).contains("event=exit"));
    }

    @Test
    void alibabasNoticeAndSecretsAreReadInItsOwnWay() throws Exception {
        Files.writeString(root.resolve("runs-for"), "3600");
        Workload workload = workload(
                WorkloadKind.SERVICE,
                Map.of(),
                new Workload.SecretReference("HF_TOKEN", "alibaba-kms:ml/hf"),
                "oss://acme/train");
        run(workload, Provider.ALIBABA);
        await().atMost(Duration.ofSeconds(60)).until(() -> heard.stream().anyMatch(told -> told.contains("heartbeat")));
        assertThat(said("docker")).contains("HF_TOKEN is s3cret-of-alibaba", "--restart unless-stopped");
        assertThat(said("aliyun")).contains("configure set --mode EcsRamRole --ram-role-name worker");

        notice.set(true);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> heard.stream().anyMatch(told -> told.contains("event=checkpoint")));
        assertThat(said("aliyun")).contains("/swen/share/checkpoint/ oss://acme/train/ -r -u -f");
    }

    @Test
    void aSecretThatCannotBeFetchedEndsTheBatchAndSaysSo() throws Exception {
        Workload workload = workload(
                WorkloadKind.BATCH,
                Map.of(),
                new Workload.SecretReference("HF_TOKEN", "aws-sm:not/there"),
                "s3://acme/train");
        run(workload, Provider.AWS);

        await().atMost(Duration.ofSeconds(60)).until(() -> said("shutdown").contains("-h now"));
        assertThat(heard).anySatisfy(told -> assertThat(told).contains("event=exit", "exit_code=97"));
        assertThat(said("docker")).doesNotContain("run --detach");
    }

    @Test
    void carriesReferencesToSecretsAndNeverTheirValuesAndFitsIntoUserData() {
        String script = script(workload(WorkloadKind.SERVICE, Map.of("A", "x".repeat(5000))), Provider.AWS);

        assertThat(script).contains("fetch_secret 'aws-sm:ml/hf#token'").doesNotContain("s3cret");
        assertThat(script.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(CloudInit.LARGEST);
        assertThatThrownBy(() -> script(workload(WorkloadKind.SERVICE, Map.of("A", "x".repeat(9000))), Provider.AWS))
                .isInstanceOf(CloudException.class)
                .hasMessageContaining("bytes of user data");
    }

    @Test
    void isTheSameForTheSameWorkloadUntilItIsBoundToItsInstance() {
        Workload workload = workload(WorkloadKind.BATCH, Map.of());
        assertThat(script(workload, Provider.AWS)).isEqualTo(script(workload, Provider.AWS));
        assertThat(CloudInit.bound(script(workload, Provider.AWS), properties(), DEPLOYMENT, 0, "first-token"))
                .contains(
                        "CALLBACK='http",
                        "/api/v1/workload-callbacks/" + DEPLOYMENT + "/0'",
                        "FIRST_TOKEN='first-token'")
                .doesNotContain("@SWEN-");
    }

    @Test
    void logsGoToCloudWatchOnlyOnAws() {
        BootstrapProperties properties = new BootstrapProperties(
                null,
                Duration.ofHours(2),
                Duration.ofMinutes(15),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofMinutes(4),
                BootstrapProperties.Logs.CLOUD_LOGS,
                null,
                "/swen/workloads",
                1 << 18,
                Duration.ofDays(30));
        Workload workload = workload(WorkloadKind.BATCH, Map.of());

        assertThat(CloudInit.script(workload, placement(Provider.AWS), 0, properties, null))
                .contains("--log-driver awslogs", "awslogs-group='/swen/workloads'");
        assertThatThrownBy(() -> CloudInit.script(
                        workload(WorkloadKind.BATCH, Map.of(), null, "oss://acme/train"),
                        placement(Provider.ALIBABA),
                        0,
                        properties,
                        null))
                .isInstanceOf(CloudException.class);
    }

    @Test
    void quotesWhateverStandsInAValue() throws IOException, InterruptedException {
        String nasty = "it's $(touch /tmp/never) `x` \\ \"q\"";
        Process shell = new ProcessBuilder("bash", "-c", "printf %s " + CloudInit.quote(nasty)).start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(nasty);
        assertThat(shell.waitFor()).isZero();
    }

    @Test
    void isValidShellAndShellcheckAgreesWhereItIsInstalled() throws IOException, InterruptedException {
        String script = script(workload(WorkloadKind.BATCH, Map.of("A", "it's")), Provider.AWS);
        String agent = script.substring(script.indexOf("\n#!/bin/bash\n") + 1, script.indexOf("\nSWEN-"));

        for (String one : List.of(script, agent)) {
            assertThat(check(one, "bash", "-n")).isEmpty();
            if (isInstalled("shellcheck")) {
                assertThat(check(one, "shellcheck", "--severity=warning", "--exclude=SC2034", "-"))
                        .isEmpty();
            }
        }
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    private static String check(String script, String... command) throws IOException, InterruptedException {
        Process checker = new ProcessBuilder(command).redirectErrorStream(true).start();
        checker.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
        checker.getOutputStream().close();
        String said = new String(checker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        checker.waitFor();
        return said;
    }

    private void run(Workload workload, Provider provider) throws IOException, InterruptedException {
        Path bin = Files.createDirectories(root.resolve("bin"));
        program(bin, "docker", """
                case "$1 $2" in
                  "container inspect") [ -e "$SWEN_ROOT/started" ] ;;
                  "pull -q") echo ghcr.io/acme/train:1.4 ;;
                  "image inspect") echo ghcr.io/acme/train@sha256:0123 ;;
                  "run --detach")
                    echo "HF_TOKEN is $HF_TOKEN" >> "$SWEN_ROOT/said.docker"
                    echo 0.5 > "$SWEN_ROOT/var/lib/swen/share/progress"
                    date +%s > "$SWEN_ROOT/started" ;;
                  "stop -t") touch "$SWEN_ROOT/stopped" ;;
                  "logs --timestamps") echo "2026-11-28T12:00:00Z epoch 1" ;;
                  "inspect -f")
                    case "$3" in
                      *Running*)
                        if [ ! -e "$SWEN_ROOT/stopped" ] && [ $(( $(date +%s) - $(cat "$SWEN_ROOT/started") )) -lt "$(cat "$SWEN_ROOT/runs-for")" ]
                        then echo true; else echo false; fi ;;
                      *ExitCode*) cat "$SWEN_ROOT/exit-code" ;;
                    esac ;;
                esac
                """);
        program(bin, "systemctl", """
                case "$*" in *"enable --now"*"swen-agent"*) nohup bash "$SWEN_ROOT/opt/swen/agent" > "$SWEN_ROOT/agent.out" 2>&1 & ;; esac
                """);
        program(bin, "shutdown", "");
        program(bin, "aws", """
                case "$1" in
                  secretsmanager) case "$*" in *ml/hf*) echo '{"token":"s3cret-of-aws"}' ;; *) exit 254 ;; esac ;;
                esac
                """);
        program(bin, "aliyun", """
                case "$1" in kms) echo '{"SecretData":"s3cret-of-alibaba"}' ;; esac
                """);
        program(bin, "jq", """
                text="$(cat)"
                case "$*" in *SecretData*) key=SecretData ;; *) key=token ;; esac
                printf '%s\\n' "$text" | sed -n "s/.*\\"$key\\":\\"\\([^\\"]*\\)\\".*/\\1/p"
                """);
        Path script = Files.writeString(
                root.resolve("user-data"),
                CloudInit.bound(script(workload, provider), properties(), DEPLOYMENT, 0, "first-token"));
        ProcessBuilder shell = new ProcessBuilder("bash", script.toString());
        shell.environment().put("SWEN_ROOT", root.toString());
        shell.environment().put("SWEN_METADATA", origin());
        shell.environment().put("SWEN_POLL", "0.2");
        shell.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        shell.redirectErrorStream(true).redirectOutput(root.resolve("out").toFile());
        Process process = shell.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(root.resolve("out")))
                .isZero();
    }

    /** Of an agent there can be several for a moment: each of its subshells is told by the same arguments, after it. */
    private static List<ProcessHandle> processesOf(String argument) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> Arrays.stream(arguments).anyMatch(one -> one.startsWith(argument)))
                        .orElse(false))
                .sorted(Comparator.comparing(
                        process -> process.info().startInstant().orElse(Instant.MAX)))
                .toList();
    }

    private void program(Path bin, String name, String does) throws IOException {
        Path program = Files.writeString(
                bin.resolve(name), "#!/bin/bash\necho \"$@\" >> \"$SWEN_ROOT/said." + name + "\"\n" + does);
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private String said(String name) throws IOException {
        Path said = root.resolve("said." + name);
        return Files.exists(said) ? Files.readString(said) : "";
    }

    private String script(Workload workload, Provider provider) {
        return CloudInit.script(workload, placement(provider), 0, properties(), "worker");
    }

    private String origin() {
        HttpServer started = server;
        return "http://localhost:" + (started == null ? 1 : started.getAddress().getPort());
    }

    private BootstrapProperties properties() {
        return new BootstrapProperties(
                URI.create(origin()),
                Duration.ofHours(2),
                Duration.ofMinutes(15),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofMinutes(4),
                BootstrapProperties.Logs.CALLBACK,
                null,
                null,
                1 << 18,
                Duration.ofDays(30));
    }

    private static DesiredState.Placement placement(Provider provider) {
        String region = provider == Provider.AWS ? "aws:us-east-1" : "alibaba:cn-hangzhou";
        return new DesiredState.Placement(
                UUID.fromString("0194c2a0-0000-7000-8000-000000000002"),
                region + "-a/m5.large/spot",
                provider,
                region,
                region + "-a",
                null,
                "m5.large",
                PurchaseOption.SPOT,
                "amd64",
                Money.usd("0.04"),
                null,
                true,
                BigDecimal.ONE,
                null);
    }

    private static Workload workload(WorkloadKind kind, Map<String, String> env) {
        return workload(kind, env, new Workload.SecretReference("HF_TOKEN", "aws-sm:ml/hf#token"), "s3://acme/train");
    }

    private static Workload workload(
            WorkloadKind kind, Map<String, String> env, Workload.@Nullable SecretReference secret, String checkpoint) {
        return new Workload(
                "train",
                "research",
                "dev",
                kind,
                new Workload.Container(
                        "ghcr.io/acme/train:1.4",
                        List.of("python", "train.py"),
                        env,
                        secret == null ? null : List.of(secret),
                        List.of(8080),
                        1,
                        null,
                        20,
                        new Workload.Checkpoint(checkpoint, Duration.ofMinutes(5))),
                BigDecimal.ONE,
                BigDecimal.ONE,
                0,
                null,
                "amd64",
                null,
                null,
                null,
                null,
                kind == WorkloadKind.BATCH ? new BigDecimal("1.5") : null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
