package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.swen.gitops.Requests.Change;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** A real remote over HTTP, and webhooks that say that it moved. */
class RemoteIntegrationTests extends GitopsTest {

    private static final String CODE = "resource \"terraform_data\" \"%s\" {\n  input = \"%s\"\n}\n";

    @TempDir
    Path folder;

    @BeforeAll
    static void programsAreThere() {
        for (String program : new String[] {"git", "terraform"}) {
            assumeThat(Arrays.stream(System.getenv("PATH").split(":"))
                            .anyMatch(path -> Files.isExecutable(Path.of(path, program))))
                    .as("these tests run " + program + ", which is not on the PATH")
                    .isTrue();
        }
    }

    @BeforeEach
    void bothAreTheSame() {
        host().down.set(false);
        awaitRemote("in_sync");
    }

    @Test
    void whatIsMergedHereIsPushedAndItsCommitHasAStatus() {
        UUID id = post(Change.deploy(Requests.newId("pushed")));
        JsonNode done = awaitState(id, "succeeded", "failed");
        String merged = done.at("/merged_commit").asString();

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(host().history()).contains(merged);
            assertThat(host().statuses)
                    .anySatisfy(status -> assertThat(status)
                            .isEqualTo(new GitHost.Status(merged, "success", "swen/dev", "applied to dev")));
        });
    }

    @Test
    void aChangeIsABranchAtTheHostWithItsStagesAndPlanBeforeItIsMerged() {
        UUID id =
                post(Change.deploy(Requests.newId("branch")).in("remote-branch").costing("20", 0.9));
        JsonNode waiting = awaitState(id, "awaiting_approval", "failed");
        String commit = waiting.at("/commits/0/id").asString();

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(host().branch("swen/" + id)).isEqualTo(commit);
            assertThat(host().statuses)
                    .contains(new GitHost.Status(
                            commit, "pending", "swen/remote-branch", "waits for approval: 1 to create"));
        });
        assertThat(host().history()).doesNotContain(commit);

        approve(id, waiting);
        awaitState(id, "succeeded", "failed");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(host().statuses)
                    .contains(new GitHost.Status(commit, "success", "swen/remote-branch", "applied to remote-branch"));
            assertThat(host().branch("swen/" + id)).isEmpty();
        });
    }

    @Test
    void aChangeWithASecretIsNeverABranchAtTheHost() {
        UUID id = post(Change.deploy(Requests.newId("leaky"))
                .in("remote-branch")
                .env(java.util.Map.of("KEY", "AKIAIOSFODNN7EXAMPLE")));
        JsonNode failed = awaitState(id, "failed");
        assertThat(failed.at("/failure/code").asString()).isEqualTo("secret-found");
        // Another that comes later is there, so that this one had its time.
        UUID later = post(Change.deploy(Requests.newId("clean")).in("remote-branch"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(host().statuses)
                        .anySatisfy(status -> assertThat(status.description()).isEqualTo("applied to remote-branch")));
        assertThat(awaitState(later, "succeeded", "failed").at("/state").asString())
                .isEqualTo("succeeded");
        assertThat(host().branch("swen/" + id)).isEmpty();
    }

    @Test
    void aCommitOfThePeopleAtTheHostGoesThroughThePipelineBeforeItIsBelieved() throws Exception {
        Path clone = clone("flow");
        String commit = push(clone, "remote-flow", "10.0.0.0/16", "ada@example.com");
        host().pulls.put(commit, 7);

        hook("push");
        UUID id = awaitTaken(commit);
        JsonNode waiting = awaitState(id, "awaiting_approval", "failed");
        assertThat(waiting.at("/state").asString()).as(waiting.toString()).isEqualTo("awaiting_approval");
        assertThat(waiting.at("/author/name").asString()).isEqualTo("Ada");
        assertThat(waiting.at("/commits/0/id").asString()).isEqualTo(commit);
        assertThat(repository.fileOnMain("environments/remote-flow/terraform/main.tf"))
                .isEmpty();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(host().statuses)
                    .contains(new GitHost.Status(
                            commit, "pending", "swen/remote-flow", "waits for approval: 1 to create"));
            assertThat(String.valueOf(host().comments.get(7))).contains("waits for approval", "/ui/changes/" + id);
        });

        approve(id, waiting);
        awaitState(id, "succeeded");
        awaitRemote("in_sync");
        assertThat(repository.fileOnMain("environments/remote-flow/terraform/main.tf"))
                .isPresent();
        assertThat(host().main()).isEqualTo(commit);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(host().statuses)
                        .contains(new GitHost.Status(commit, "success", "swen/remote-flow", "applied to remote-flow")));
    }

    @Test
    void aCommentRejectsAndARevertMakesBothTheSameAgain() throws Exception {
        Path clone = clone("rejected");
        String commit = push(clone, "remote-no", "10.0.0.0/8", "ada@example.com");
        host().pulls.put(commit, 8);
        hook("push");
        UUID id = awaitTaken(commit);
        awaitState(id, "awaiting_approval");
        host().comments
                .computeIfAbsent(8, pull -> new java.util.concurrent.CopyOnWriteArrayList<>())
                .add(GitHost.comment("mallory", "/swen reject because I can"));
        hook("issue_comment");
        await().during(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .until(() -> change(id).at("/state").asString().equals("awaiting_approval"));

        host().comments.get(8).add(GitHost.comment("grace-at-host", "no.\n/swen reject it is too large"));
        await().atMost(PATIENCE).until(() -> {
            hook("issue_comment");
            return change(id).at("/state").asString().equals("rejected");
        });

        assertThat(change(id).at("/approval/verdicts/0/name").asString()).isEqualTo("Grace");
        JsonNode refused = awaitRemote("refused");
        assertThat(refused.at("/detail").asString()).contains(id.toString(), "rejected", "nothing was applied");
        assertThat(git(clone, "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "revert", "--no-edit", "HEAD"))
                .startsWith("0");
        // What others merged meanwhile may have been joined into the remote's branch.
        await().atMost(PATIENCE).until(() -> {
            git(
                    clone,
                    "-c",
                    "user.name=Ada",
                    "-c",
                    "user.email=ada@example.com",
                    "pull",
                    "--no-rebase",
                    "--no-edit",
                    host().withToken(),
                    "main");
            return git(clone, "push", host().withToken(), "HEAD:main").startsWith("0");
        });
        hook("push");
        awaitRemote("in_sync");
        await().atMost(PATIENCE).until(() -> host().main().equals(main()));
        assertThat(repository.fileOnMain("environments/remote-no/terraform/main.tf"))
                .isEmpty();
    }

    @Test
    void aRemoteThatIsDownIsShownAndLosesNothing() {
        host().down.set(true);
        UUID id = post(Change.deploy(Requests.newId("down")));
        String merged = awaitState(id, "succeeded").at("/merged_commit").asString();
        JsonNode unreachable = awaitRemote("unreachable");
        assertThat(unreachable.at("/failures").asInt()).isPositive();
        assertThat(unreachable.at("/detail").asString()).contains("503").doesNotContain(GitHost.TOKEN);
        assertThat(host().history()).doesNotContain(merged);

        host().down.set(false);
        awaitRemote("in_sync");
        await().atMost(PATIENCE).until(() -> host().history().contains(merged));
    }

    @Test
    void commitsOnBothSidesAreJoinedAndNeitherIsLost() throws Exception {
        Path clone = clone("both");
        host().down.set(true);
        String workload = Requests.newId("both");
        String merged = awaitState(post(Change.deploy(workload)), "succeeded")
                .at("/merged_commit")
                .asString();
        host().down.set(false);
        // Whoever is faster: the remote has a commit that main does not know, and the other way round.
        String commit = push(clone, "remote-both", "10.0.0.0/8", "ada@example.com");
        hook("push");

        UUID id = UUID.fromString(await().atMost(PATIENCE)
                .until(
                        () -> body(call(HttpMethod.GET, "/api/v1/changes?environment=remote-both", service(), null))
                                .at("/items/0/id")
                                .asString(""),
                        found -> !found.isEmpty()));
        approve(id, awaitState(id, "awaiting_approval", "failed"));
        awaitState(id, "succeeded");
        awaitRemote("in_sync");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(host().history()).contains(merged, commit));
        assertThat(repository.fileOnMain("environments/dev/workloads/" + workload + ".yaml"))
                .isPresent();
        assertThat(repository.fileOnMain("environments/remote-both/terraform/main.tf"))
                .isPresent();
    }

    @Test
    void somebodyWhomNobodyKnowsIsRefused() throws Exception {
        Path clone = clone("stranger");
        push(clone, "remote-stranger", "10.0.0.0/8", "stranger@example.com");
        hook("push");
        assertThat(awaitRemote("refused").at("/detail").asString()).contains("swen.gitops.host.people");

        assertThat(git(clone, "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "revert", "--no-edit", "HEAD"))
                .startsWith("0");
        assertThat(git(clone, "push", host().withToken(), "HEAD:main")).startsWith("0");
        hook("push");
        awaitRemote("in_sync");
    }

    @Test
    void aDeliveryIsHeardOnceAndOnlyIfItIsSigned() {
        String id = UUID.randomUUID().toString();
        assertThat(deliver("github", id, "{}", GITHUB_SECRET).getStatusCode().value())
                .isEqualTo(202);
        ResponseEntity<String> again = deliver("github", id, "{}", GITHUB_SECRET);
        assertThat(again.getStatusCode().value()).isEqualTo(202);
        assertThat(body(again).at("/outcome").asString()).isEqualTo("repeated");
        assertThat(jdbc.queryForObject(
                        "select count(*) from webhook_delivery where delivery_id = ?", Integer.class, id))
                .isEqualTo(1);

        problem(deliver("github", UUID.randomUUID().toString(), "{}", "another-secret-here"), 401, "unauthenticated");
        // Configured without a secret, and not known at all.
        problem(deliver("gitlab", UUID.randomUUID().toString(), "{}", GITHUB_SECRET), 404, "not-found");
        problem(deliver("bitbucket", UUID.randomUUID().toString(), "{}", GITHUB_SECRET), 404, "not-found");
        problem(
                deliver("github", UUID.randomUUID().toString(), "x".repeat(1_100_000), GITHUB_SECRET),
                413,
                "payload-too-large");
    }

    private static GitHost host() {
        GitHost host = HOST;
        assumeThat(host).as("these tests run git, which is not on the PATH").isNotNull();
        return java.util.Objects.requireNonNull(host);
    }

    private String main() {
        return body(call(HttpMethod.GET, "/api/v1/remote", service(), null))
                .at("/local_commit")
                .asString();
    }

    private JsonNode awaitRemote(String state) {
        return await().atMost(PATIENCE)
                .until(
                        () -> body(call(HttpMethod.GET, "/api/v1/remote", service(), null)),
                        remote -> remote.at("/state").asString("").equals(state));
    }

    private UUID awaitTaken(String commit) {
        return await().atMost(PATIENCE)
                .until(
                        () -> jdbc.query(
                                "select change_id from outside_commit where tip = ?",
                                (row, index) -> row.getObject(1, UUID.class),
                                commit),
                        found -> !found.isEmpty())
                .getFirst();
    }

    private void hook(String event) {
        assertThat(deliver("github", UUID.randomUUID().toString(), "{\"event\":\"" + event + "\"}", GITHUB_SECRET)
                        .getStatusCode()
                        .value())
                .isEqualTo(202);
    }

    private ResponseEntity<String> deliver(String name, String id, String body, String secret) {
        return RestClient.create("http://localhost:" + port)
                .post()
                .uri("/api/v1/webhooks/" + name)
                .header("X-GitHub-Event", "push")
                .header("X-GitHub-Delivery", id)
                .header("X-Hub-Signature-256", "sha256=" + hmac(secret, body))
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .retrieve()
                .onStatus(HttpStatusCode::isError, (q, r) -> {})
                .toEntity(String.class);
    }

    private static String hmac(String secret, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path clone(String name) throws Exception {
        assertThat(git(folder, "clone", "-q", host().withToken(), name)).startsWith("0");
        return folder.resolve(name);
    }

    private static void commit(Path clone, String environment, String value, String email) throws Exception {
        Path file = clone.resolve("environments/" + environment + "/terraform/main.tf");
        Files.createDirectories(file.getParent());
        Files.writeString(file, CODE.formatted("network", value));
        git(clone, "add", "-A");
        assertThat(git(
                        clone,
                        "-c",
                        "user.name=Somebody",
                        "-c",
                        "user.email=" + email,
                        "commit",
                        "-q",
                        "-m",
                        "feat: the network\n\nTeam: research"))
                .startsWith("0");
    }

    /** Pushes on top of whatever is there by now: other tests' changes are merged meanwhile. */
    private String push(Path clone, String environment, String value, String email) throws Exception {
        commit(clone, environment, value, email);
        int tries = 0;
        String pushed;
        while (!(pushed = git(clone, "push", host().withToken(), "HEAD:main")).startsWith("0") && tries++ < 5) {
            assertThat(git(
                            clone,
                            "-c",
                            "user.name=Somebody",
                            "-c",
                            "user.email=" + email,
                            "pull",
                            "-q",
                            "--rebase",
                            host().withToken(),
                            "main"))
                    .startsWith("0");
        }
        assertThat(pushed).startsWith("0");
        return git(clone, "rev-parse", "HEAD").lines().skip(1).findFirst().orElseThrow();
    }

    private static String git(Path directory, String... arguments) throws Exception {
        return ApprovalIntegrationTests.git(directory, arguments);
    }
}
