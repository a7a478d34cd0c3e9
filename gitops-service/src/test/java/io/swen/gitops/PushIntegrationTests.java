package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The real git, over HTTP. */
class PushIntegrationTests extends GitopsTest {

    private static final Pattern CHANGE = Pattern.compile("change ([0-9a-f-]{36}) was made of it");
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

    @Test
    void aPushedCommitGoesThroughThePipelineAndReachesMainAsItIs() throws Exception {
        Path clone = clone("push");
        write(clone, "push-flow", "main.tf", CODE.formatted("network", "10.0.0.0/16"));
        commit(clone, "feat: the network\n\nTeam: research");
        UUID id = pushed(push(clone));
        String commit =
                git(clone, "rev-parse", "HEAD").lines().skip(1).findFirst().orElseThrow();

        JsonNode waiting = awaitState(id, "awaiting_approval", "failed");
        assertThat(waiting.at("/state").asString()).as(waiting.toString()).isEqualTo("awaiting_approval");
        assertThat(waiting.at("/author/name").asString()).isEqualTo("operator");
        assertThat(waiting.at("/commits/0/id").asString()).isEqualTo(commit);
        approve(id, waiting);
        awaitState(id, "succeeded");

        assertThat(git(clone, "pull", "-q", url(), "main")).startsWith("0");
        assertThat(git(clone, "log", "--format=%H")).contains(commit);
    }

    @Test
    void twoThatChangeTheSameLineConflictAndTwoThatDoNotAreBothTaken() throws Exception {
        String environment = "push-both";
        Path clone = clone("base");
        write(clone, environment, "main.tf", CODE.formatted("network", "10.0.0.0/16"));
        commit(clone, "feat: the network\n\nTeam: research");
        apply(pushed(push(clone)));
        Path one = clone("one");
        Path two = clone("two");
        Path three = clone("three");

        write(one, environment, "main.tf", CODE.formatted("network", "10.1.0.0/16"));
        commit(one, "feat: a larger network\n\nTeam: research");
        apply(pushed(push(one)));
        write(two, environment, "main.tf", CODE.formatted("network", "10.2.0.0/16"));
        commit(two, "feat: another network\n\nTeam: research");
        JsonNode conflict = awaitState(pushed(push(two)), "failed", "awaiting_approval");
        write(three, environment, "more.tf", CODE.formatted("more", "x"));
        commit(three, "feat: more\n\nTeam: research");
        UUID rebased = pushed(push(three));

        assertThat(conflict.at("/failure/code").asString()).isEqualTo("merge-conflict");
        assertThat(conflict.at("/failure/detail").asString())
                .contains("environments/" + environment + "/terraform/main.tf");
        apply(rebased);
        assertThat(repository.fileOnMain("environments/" + environment + "/terraform/main.tf"))
                .hasValueSatisfying(code -> assertThat(code).contains("10.1.0.0/16"));
        assertThat(repository.fileOnMain("environments/" + environment + "/terraform/more.tf"))
                .isPresent();
    }

    @Test
    void whatCannotBecomeAChangeIsRefusedWithTheReason() throws Exception {
        Path clone = clone("refused");
        write(clone, "push-no", "main.tf", CODE.formatted("x", "1"));
        commit(clone, "feat: without a team");
        assertThat(push(clone)).contains("needs a trailer \"Team: <team>\"");
        assertThat(git(clone, "push", url(), "HEAD:refs/heads/main"))
                .contains("push one commit to refs/for/main")
                .doesNotStartWith("0");

        git(clone, "commit", "-q", "--amend", "-m", "feat: x\n\nTeam: research");
        write(clone, "push-no", "other.tf", CODE.formatted("y", "1"));
        commit(clone, "feat: y\n\nTeam: research");
        assertThat(push(clone)).contains("exactly one commit");

        Path secret = clone("secret");
        write(secret, "push-no", "main.tf", "# AKIAIOSFODNN7EXAMPLE\n");
        commit(secret, "feat: a secret\n\nTeam: research");
        assertThat(push(secret)).contains("an AWS access key").doesNotContain("AKIAIOSFODNN7EXAMPLE");

        Path link = clone("link");
        Path target = link.resolve("environments/push-no/terraform/main.tf");
        Files.createDirectories(target.getParent());
        Files.createSymbolicLink(target, Path.of("/etc/passwd"));
        commit(link, "feat: a link\n\nTeam: research");
        assertThat(push(link)).contains("is no ordinary file");

        Path outside = clone("outside");
        Files.writeString(outside.resolve("README.md"), "mine now\n");
        commit(outside, "docs: mine\n\nTeam: research");
        assertThat(push(outside)).contains("files of exactly one environment");

        Path workload = clone("workload");
        Path file = workload.resolve("environments/dev/workloads/x.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x: 1\n");
        commit(workload, "feat: a workload\n\nTeam: research");
        assertThat(push(workload)).contains("follows from a decision");
    }

    @Test
    void whoMayNotProposeCannotPush() throws Exception {
        Path clone = clone("viewer");
        write(clone, "push-viewer", "main.tf", CODE.formatted("x", "1"));
        commit(clone, "feat: x\n\nTeam: research");

        assertThat(git(clone, "push", url(TestIssuer.token("viewer", Role.VIEWER)), "HEAD:refs/for/main"))
                .doesNotStartWith("0\n")
                .contains("403");
    }

    private void apply(UUID id) {
        approve(id, awaitState(id, "awaiting_approval", "failed"));
        JsonNode done = awaitState(id, "succeeded", "failed");
        assertThat(done.at("/state").asString()).as(done.toString()).isEqualTo("succeeded");
    }

    private Path clone(String name) throws Exception {
        assertThat(git(folder, "clone", "-q", url(), name)).startsWith("0");
        return folder.resolve(name);
    }

    private static void write(Path clone, String environment, String name, String content) throws IOException {
        Path file = clone.resolve("environments/" + environment + "/terraform/" + name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static void commit(Path clone, String message) throws Exception {
        git(clone, "add", "-A");
        assertThat(git(clone, "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "-m", message))
                .startsWith("0");
    }

    private String push(Path clone) throws Exception {
        return git(clone, "push", url(), "HEAD:refs/for/main");
    }

    private static UUID pushed(String told) {
        Matcher change = CHANGE.matcher(told);
        assertThat(change.find()).as(told).isTrue();
        return UUID.fromString(change.group(1));
    }

    private String url() {
        return url(TestIssuer.token("operator", Role.OPERATOR));
    }

    private String url(String token) {
        return "http://swen:" + token + "@localhost:" + port + "/git/environments.git";
    }

    private static String git(Path directory, String... arguments) throws Exception {
        return ApprovalIntegrationTests.git(directory, arguments);
    }
}
