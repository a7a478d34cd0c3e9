package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.gitops.Requests.Change;
import io.swen.platform.security.Role;
import io.swen.platform.test.AccessTable;
import io.swen.platform.test.TestIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ApiIntegrationTests extends GitopsTest {

    private static final Path API = Path.of("../docs/api/gitops.json");

    @Test
    void hasARuleForEveryEndpointAndAnEndpointForEveryRule(@Autowired ApplicationContext context) {
        AccessTable.check(context);
    }

    @Test
    void describesItselfAsCheckedIn() throws Exception {
        ObjectNode api = (ObjectNode) body(call(HttpMethod.GET, "/v3/api-docs", service(), null));
        api.remove("servers");
        JsonMapper sorted = JsonMapper.builder()
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, SerializationFeature.INDENT_OUTPUT)
                .build();
        String actual = sorted.writeValueAsString(sorted.convertValue(api, Map.class)) + "\n";
        if (Boolean.getBoolean("swen.update-api")) {
            Files.createDirectories(API.toAbsolutePath().getParent());
            Files.writeString(API, actual);
        }
        assertThat(actual).as("run with -Dswen.update-api=true to write it").isEqualTo(Files.readString(API));
    }

    @Test
    void takesAChangeOnceForAKey() {
        Map<String, Object> asked = Change.deploy(Requests.newId("once")).json();
        ResponseEntity<String> first = call(HttpMethod.POST, "/api/v1/changes", service(), asked, "key-once");
        ResponseEntity<String> second = call(HttpMethod.POST, "/api/v1/changes", service(), asked, "key-once");

        assertThat(second.getStatusCode().value()).isEqualTo(202);
        assertThat(body(second).at("/id")).isEqualTo(body(first).at("/id"));
        problem(
                call(
                        HttpMethod.POST,
                        "/api/v1/changes",
                        service(),
                        Change.deploy(Requests.newId("other")).json(),
                        "key-once"),
                422,
                "idempotency-key-reused");
    }

    @Test
    void namesEveryFieldThatIsWrongAndStoresNothing() {
        Map<String, Object> asked = new HashMap<>(Change.deploy("Not_A_Label").json());
        asked.put("team", "");
        long before = count();

        JsonNode problem = problem(call(HttpMethod.POST, "/api/v1/changes", service(), asked), 400, "invalid-field");

        assertThat(problem.at("/errors")
                        .valueStream()
                        .map(error -> error.at("/field").asString()))
                .contains("team", "items[0].workload_id");
        problem(call(HttpMethod.POST, "/api/v1/changes", service(), "{\"nonsense\":1}"), 400, "unknown-field");
        problem(call(HttpMethod.POST, "/api/v1/changes", service(), "{\"items\":"), 400, "malformed-body");
        problem(call(HttpMethod.POST, "/api/v1/changes", service(), Map.of("items", List.of())), 400, "invalid-field");
        assertThat(count()).isEqualTo(before);
    }

    @Test
    void letsOnlyServicesMakeChangesAndOnlyApproversDecide() {
        Map<String, Object> asked = Change.deploy(Requests.newId("roles")).json();
        problem(call(HttpMethod.POST, "/api/v1/changes", TestIssuer.token("a", Role.ADMIN), asked), 403, "forbidden");
        problem(call(HttpMethod.POST, "/api/v1/changes", null, asked), 401, "unauthenticated");
        problem(
                call(
                        HttpMethod.POST,
                        "/api/v1/changes/" + UUID.randomUUID() + "/verdicts",
                        TestIssuer.token("o", Role.OPERATOR),
                        Map.of()),
                403,
                "forbidden");
    }

    @Test
    void hidesWhatBelongsToOtherTeams() {
        UUID id = post(Change.deploy(Requests.newId("hidden")));
        String other = TestIssuer.token("stranger", List.of("finance"), List.of("*"), Role.OPERATOR);

        problem(call(HttpMethod.GET, "/api/v1/changes/" + id, other, null), 404, "not-found");
        problem(call(HttpMethod.POST, "/api/v1/changes/" + id + "/cancel", other, null), 404, "not-found");
        assertThat(body(call(HttpMethod.GET, "/api/v1/changes", other, null)).at("/items"))
                .isEmpty();
        assertThat(body(call(HttpMethod.GET, "/api/v1/deployments", other, null))
                        .at("/items"))
                .isEmpty();
    }

    @Test
    void listsChangesByTheirIdsToWhoMaySeeThem() {
        UUID first = post(Change.deploy(Requests.newId("by-id")));
        UUID second = post(Change.deploy(Requests.newId("by-id")));
        String path = "/api/v1/changes?ids=" + first + "," + second + "," + UUID.randomUUID();
        String other = TestIssuer.token("stranger", List.of("finance"), List.of("*"), Role.OPERATOR);

        assertThat(body(call(HttpMethod.GET, path, service(), null)).at("/items"))
                .hasSize(2);
        assertThat(body(call(HttpMethod.GET, path, other, null)).at("/items")).isEmpty();
        assertThat(body(call(HttpMethod.GET, "/api/v1/deployments?ids=" + first, service(), null))
                        .at("/items"))
                .isEmpty();
    }

    @Test
    void pagesThroughAllChanges() {
        String workload = Requests.newId("paged");
        UUID first = post(Change.deploy(workload).costing("20", 0.9));
        UUID second = post(Change.deploy(workload).costing("20", 0.9));

        JsonNode page = body(call(HttpMethod.GET, "/api/v1/changes?limit=1&workload_id=" + workload, service(), null));
        assertThat(page.at("/items/0/id").asString()).isEqualTo(second.toString());
        JsonNode next = body(call(
                HttpMethod.GET,
                "/api/v1/changes?limit=1&workload_id=" + workload + "&cursor="
                        + page.at("/next").asString(),
                service(),
                null));
        assertThat(next.at("/items/0/id").asString()).isEqualTo(first.toString());
        assertThat(next.at("/next").isNull()).isTrue();
        problem(call(HttpMethod.GET, "/api/v1/changes?state=odd", service(), null), 400, "invalid-parameter");
    }

    @Test
    void canBeClonedWithATokenAndNotWithout() throws Exception {
        String workload = Requests.newId("cloned");
        JsonNode done = awaitState(post(Change.deploy(workload)), "succeeded", "failed");
        Path into = temporary("clone");
        String token = TestIssuer.token("viewer", Role.VIEWER);

        String cloned = ApprovalIntegrationTests.git(
                into, "clone", "-q", "http://any:" + token + "@localhost:" + port + "/git/environments.git", "e");
        assertThat(cloned).startsWith("0\n");
        String log = ApprovalIntegrationTests.git(
                into.resolve("e"),
                "log",
                "-1",
                "--format=%an|%ae|%s|%(trailers:unfold)",
                done.at("/commits/0/id").asString());
        assertThat(log)
                .contains("operator|" + TestIssuer.actorId("operator") + "@users.swen.invalid")
                .contains("feat(dev): deploy " + workload + " to aws:us-east-1 as m7i.large spot")
                .contains("Workload-Id: " + workload)
                .contains("Decision-Id: ")
                .contains("Change-Id: " + done.at("/id").asString())
                .contains("Cost-Delta: +0.0412")
                .contains("Confidence: 0.74");
        assertThat(into.resolve("e/environments/dev/workloads/" + workload + ".yaml"))
                .exists();
        assertThat(into.resolve("e/policies/approval.yaml")).exists();

        assertThat(ApprovalIntegrationTests.git(
                        into, "clone", "-q", "http://localhost:" + port + "/git/environments.git", "refused"))
                .doesNotStartWith("0\n");
        assertThat(ApprovalIntegrationTests.git(into.resolve("e"), "push", "origin", "HEAD:refs/heads/mine"))
                .doesNotStartWith("0\n");
        ResponseEntity<String> without = RestClient.create("http://localhost:" + port)
                .get()
                .uri("/git/environments.git/info/refs?service=git-upload-pack")
                .retrieve()
                .onStatus(status -> true, (q, r) -> {})
                .toEntity(String.class);
        assertThat(without.getStatusCode().value()).isEqualTo(401);
        assertThat(without.getHeaders().getFirst("WWW-Authenticate")).isEqualTo("Basic realm=\"swen\"");
        assertThat(call(HttpMethod.GET, "/git/other.git/info/refs?service=git-upload-pack", token, null)
                        .getStatusCode()
                        .value())
                .isEqualTo(404);
    }

    @Test
    void takesAFetchWhoseContentTypeAProxyGaveACharset() {
        ResponseEntity<byte[]> fetch = RestClient.create("http://localhost:" + port)
                .post()
                .uri("/git/environments.git/git-upload-pack")
                .headers(headers -> headers.setBearerAuth(TestIssuer.token("viewer", Role.VIEWER)))
                .header("Content-Type", "application/x-git-upload-pack-request;charset=UTF-8")
                .body("0000".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .retrieve()
                .onStatus(status -> true, (q, r) -> {})
                .toEntity(byte[].class);

        assertThat(fetch.getStatusCode().value()).isEqualTo(200);
        assertThat(String.valueOf(fetch.getHeaders().getContentType()))
                .isEqualTo("application/x-git-upload-pack-result");
    }

    private long count() {
        return java.util.Objects.requireNonNull(jdbc.queryForObject("select count(*) from change", Long.class));
    }
}
