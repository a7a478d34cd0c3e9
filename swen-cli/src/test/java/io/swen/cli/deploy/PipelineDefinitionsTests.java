package io.swen.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.swen.cli.project.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The definitions of pipelines and Compose's file: read strictly, and held against what they lean on. */
class PipelineDefinitionsTests {

    private static final YAMLMapper STRICT = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Path ROOT = Project.find().root();
    private static final Pattern PINNED = Pattern.compile("[\\w.-]+/[\\w./-]+@[0-9a-f]{40}");
    private static final Pattern SCRIPT = Pattern.compile("(?<![\\w/.])(?:\\.\\./)*(deploy/[\\w/.-]+\\.sh|\\.ci/run)");
    private static final Pattern STORED_KEY = Pattern.compile(
            "AWS_SECRET_ACCESS_KEY|AWS_ACCESS_KEY_ID|ALIBABA_CLOUD_ACCESS_KEY|ALICLOUD_(ACCESS|SECRET)_KEY|COSIGN_PRIVATE_KEY");
    /** What GitHub's reference of workflows has. */
    private static final Set<String> WORKFLOW =
            Set.of("name", "run-name", "on", "permissions", "env", "defaults", "concurrency", "jobs");

    private static final Set<String> JOB = Set.of(
            "name",
            "permissions",
            "needs",
            "if",
            "runs-on",
            "environment",
            "concurrency",
            "outputs",
            "env",
            "defaults",
            "steps",
            "timeout-minutes",
            "strategy",
            "container",
            "services");
    private static final Set<String> STEP =
            Set.of("id", "if", "name", "uses", "run", "working-directory", "shell", "with", "env", "timeout-minutes");
    /** What GitLab's reference has: of a file, and of a job. */
    private static final Set<String> FILE = Set.of("stages", "default", "variables", "workflow", "include");

    private static final Set<String> GITLAB_JOB = Set.of(
            "stage",
            "image",
            "services",
            "timeout",
            "needs",
            "rules",
            "id_tokens",
            "variables",
            "before_script",
            "script",
            "after_script",
            "artifacts",
            "extends",
            "interruptible",
            "resource_group",
            "environment",
            "cache",
            "retry");

    static Stream<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve(".github/workflows"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void aWorkflowIsOneThatGitHubReads(Path file) throws IOException {
        assertThat(workflowFindings(read(file))).isEmpty();
    }

    @Test
    void gitLabsPipelineIsOneThatItReads() throws IOException {
        assertThat(gitLabFindings(read(ROOT.resolve(".gitlab-ci.yml")))).isEmpty();
    }

    @Test
    void bothPublishEveryServiceAndHandItOver() throws IOException {
        String publish = Files.readString(ROOT.resolve("deploy/ci/publish.sh"));
        for (String service : Sources.PORTS.keySet()) {
            assertThat(publish)
                    .contains(
                            "\n" + service + "-service " + Sources.PORTS.get(service) + " /actuator/health/readiness ");
        }
        for (String pipeline : List.of(".github/workflows/platform.yml", ".gitlab-ci.yml")) {
            assertThat(Files.readString(ROOT.resolve(pipeline)))
                    .as(pipeline)
                    .contains("./.ci/run", "deploy/ci/publish.sh", "deploy/ci/bump.sh");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "staging", "prod"})
    void digestsTakeThePlaceOfTags(String overlay, @TempDir Path scratch) throws Exception {
        assumeTrue(Manifests.obstacle().isEmpty(), () -> "nothing renders manifests here");
        Path file = scratch.resolve("kustomization.yaml");
        Files.copy(ROOT.resolve("deploy/kubernetes/overlays").resolve(overlay).resolve("kustomization.yaml"), file);
        String digest = "sha256:" + "0123456789abcdef".repeat(4);
        Path digests = scratch.resolve("digests.txt");
        List<String> lines = new ArrayList<>();
        Sources.PORTS.keySet().forEach(service -> lines.add(service + "-service " + digest));
        Files.write(digests, lines);

        // Twice, as the next release finds digests there.
        assertThat(bump(digests, scratch)).isZero();
        assertThat(bump(digests, scratch)).isZero();

        List<String> images = new ArrayList<>();
        Policy.elements(read(file).path("images"))
                .filter(image -> !image.path("name").asString("").equals("swen/cloud-simulator"))
                .forEach(image -> images.add(image.path("name").asString("") + " -> "
                        + image.path("newName").asString("") + "@"
                        + image.path("digest").asString("")));
        assertThat(images)
                .hasSize(5)
                .contains("swen/gateway-service -> registry.test/swen/gateway-service@" + digest)
                .allSatisfy(image -> assertThat(image).endsWith("@" + digest));
        Files.writeString(digests, "gateway-service latest\n");
        assertThat(bump(digests, scratch)).isNotZero();
        assertThat(read(file).path("images")).isNotEmpty();
    }

    @Test
    void composeRunsWithoutPrivilegesAndDefaults() throws IOException {
        // Its anchors are what a tree of Jackson's does not have.
        Object resolved = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(ROOT.resolve("docker-compose.yml")));
        assertThat(composeFindings(STRICT.valueToTree(resolved))).isEmpty();
    }

    @Test
    void findsWhatIsWrong() {
        String good = "name: a\non: push\npermissions: {contents: read}\njobs:\n  b:\n    runs-on: ubuntu-24.04\n"
                + "    timeout-minutes: 5\n    steps:\n      - run: ./.ci/run\n";
        assertThat(workflowFindings(STRICT.readTree(good))).isEmpty();
        assertThat(workflowFindings(STRICT.readTree(good.replace("timeout-minutes: 5", "timeout: 5"))))
                .containsExactlyInAnyOrder("b: unknown key timeout", "b: may run for ever");
        assertThat(workflowFindings(STRICT.readTree(good.replace("run: ./.ci/run", "uses: actions/checkout@v4"))))
                .containsExactly("b: not pinned to a commit: actions/checkout@v4");
        assertThat(workflowFindings(STRICT.readTree(good.replace("permissions: {contents: read}\n", ""))))
                .containsExactly("has all permissions");
        assertThat(workflowFindings(STRICT.readTree(good.replace("./.ci/run", "deploy/ci/nothing.sh"))))
                .containsExactly("b: runs what is not there: deploy/ci/nothing.sh");
        assertThat(workflowFindings(STRICT.readTree(good + "    needs: c\n")))
                .containsExactly("b: needs what is not there: c");
        assertThat(workflowFindings(STRICT.readTree(good + "    env: {AWS_SECRET_ACCESS_KEY: x}\n")))
                .containsExactly("keeps a key of a cloud: AWS_SECRET_ACCESS_KEY");
        assertThatThrownBy(() -> STRICT.readTree(good + "name: b\n")).isInstanceOf(JacksonException.class);
        assertThat(gitLabFindings(
                        STRICT.readTree("stages: [a]\nb: {stage: c, script: [x], image: d:latest, needs: [e]}")))
                .containsExactlyInAnyOrder(
                        "b: has no such stage: c",
                        "b: has an image without a fixed tag: d:latest",
                        "b: needs what is not there: e",
                        "b: may run for ever");
        assertThat(
                        composeFindings(
                                STRICT.readTree(
                                        "services: {a: {image: 'x:${Y:-latest}', privileged: true, environment: {PASSWORD: b}, ports: ['80:80']}}")))
                .hasSize(5);
    }

    private static List<String> workflowFindings(JsonNode workflow) {
        List<String> findings = new ArrayList<>();
        unknown("", workflow, WORKFLOW, findings);
        if (!workflow.has("permissions")) {
            findings.add("has all permissions");
        }
        storedKeys(workflow, findings);
        JsonNode jobs = workflow.path("jobs");
        jobs.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode job = entry.getValue();
            unknown(name + ": ", job, JOB, findings);
            if (!job.path("timeout-minutes").isNumber()) {
                findings.add(name + ": may run for ever");
            }
            texts(job.path("needs")).stream()
                    .filter(needed -> !jobs.has(needed))
                    .forEach(needed -> findings.add(name + ": needs what is not there: " + needed));
            Policy.elements(job.path("steps")).forEach(step -> {
                unknown(name + ": ", step, STEP, findings);
                String uses = step.path("uses").asString("");
                if (uses.isEmpty() == step.path("run").asString("").isEmpty()) {
                    findings.add(name + ": a step that neither uses nor runs something: " + step);
                }
                if (!uses.isEmpty() && !PINNED.matcher(uses).matches()) {
                    findings.add(name + ": not pinned to a commit: " + uses);
                }
                scripts(name, step.path("run").asString(""), findings);
            });
        });
        return findings;
    }

    private static List<String> gitLabFindings(JsonNode pipeline) {
        List<String> findings = new ArrayList<>();
        storedKeys(pipeline, findings);
        Set<String> stages = texts(pipeline.path("stages"));
        pipeline.properties().stream()
                .filter(entry -> !FILE.contains(entry.getKey()))
                .forEach(entry -> {
                    String name = entry.getKey();
                    JsonNode job = entry.getValue();
                    unknown(name + ": ", job, GITLAB_JOB, findings);
                    for (String each : List.of("before_script", "script")) {
                        Policy.elements(job.path(each)).forEach(line -> {
                            if (!line.isString()) {
                                findings.add(name + ": a command that is no text: " + line);
                            }
                            scripts(name, line.asString(""), findings);
                        });
                    }
                    if (name.startsWith(".")) {
                        return;
                    }
                    String stage = inherited(pipeline, job, "stage").asString("");
                    if (!stages.contains(stage)) {
                        findings.add(name + ": has no such stage: " + stage);
                    }
                    JsonNode image = inherited(pipeline, job, "image");
                    String imageName = image.isString()
                            ? image.asString("")
                            : image.path("name").asString("");
                    if (!fixed(imageName)) {
                        findings.add(name + ": has an image without a fixed tag: " + imageName);
                    }
                    if (!job.has("timeout")) {
                        findings.add(name + ": may run for ever");
                    }
                    texts(job.path("needs")).stream()
                            .filter(needed -> !pipeline.has(needed))
                            .forEach(needed -> findings.add(name + ": needs what is not there: " + needed));
                });
        return findings;
    }

    private static List<String> composeFindings(JsonNode compose) {
        List<String> findings = new ArrayList<>();
        compose.path("services").properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode service = entry.getValue();
            JsonNode merged = service.has("<<") ? service.path("<<") : service;
            String image = service.path("image").asString("").replaceAll("\\$\\{\\w+:-([^}]+)\\}", "$1");
            if (!fixed(image)) {
                findings.add(name + ": has an image without a fixed tag: " + image);
            }
            if (service.path("privileged").asBoolean(false)) {
                findings.add(name + ": is privileged");
            }
            if (!Set.of("secrets", "postgres").contains(name)
                    && !texts(service.has("cap_drop") ? service.path("cap_drop") : merged.path("cap_drop"))
                            .contains("ALL")) {
                findings.add(name + ": has capabilities");
            }
            Policy.elements(service.path("ports"))
                    .map(port -> port.asString(""))
                    .forEach(port -> {
                        if (!port.startsWith("127.0.0.1:")) {
                            findings.add(name + ": is open to the network: " + port);
                        }
                    });
            service.path("environment").properties().forEach(variable -> {
                String key = variable.getKey();
                if (key.matches(".*(PASSWORD|SECRET|TOKEN)") && !key.endsWith("_FILE")) {
                    findings.add(name + ": has a secret in its environment: " + key);
                }
            });
            texts(service.path("depends_on")).stream()
                    .filter(other ->
                            !other.isEmpty() && !compose.path("services").has(other))
                    .forEach(other -> findings.add(name + ": waits for what is not there: " + other));
        });
        return findings;
    }

    private static JsonNode inherited(JsonNode pipeline, JsonNode job, String key) {
        JsonNode each = job;
        while (!each.has(key) && each.has("extends")) {
            each = pipeline.path(each.path("extends").asString(""));
        }
        return each.path(key);
    }

    private static boolean fixed(String image) {
        return image.matches("[^$]+:(?!latest$)[\\w.-]+(@sha256:[0-9a-f]{64})?");
    }

    private static void unknown(String where, JsonNode node, Set<String> known, List<String> findings) {
        node.properties().stream()
                .map(entry -> entry.getKey())
                .filter(key -> !known.contains(key))
                .forEach(key -> findings.add(where + "unknown key " + key));
    }

    private static void storedKeys(JsonNode node, List<String> findings) {
        STORED_KEY
                .matcher(node.toString())
                .results()
                .forEach(key -> findings.add("keeps a key of a cloud: " + key.group()));
    }

    private static void scripts(String job, String text, List<String> findings) {
        SCRIPT.matcher(text).results().map(match -> match.group(1)).forEach(script -> {
            if (!Files.isExecutable(ROOT.resolve(script))) {
                findings.add(job + ": runs what is not there: " + script);
            }
        });
    }

    private static Set<String> texts(JsonNode node) {
        return node.isString() ? new TreeSet<>(Set.of(node.asString(""))) : Policy.texts(node);
    }

    private static JsonNode read(Path file) throws IOException {
        return STRICT.readTree(Files.readString(file));
    }

    private static int bump(Path digests, Path overlay) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        ROOT.resolve("deploy/ci/bump.sh").toString(), digests.toString(), overlay.toString())
                .redirectErrorStream(true)
                .redirectOutput(overlay.resolve("bump.log").toFile());
        builder.environment().put("REGISTRY", "registry.test/swen");
        Process process = builder.start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
