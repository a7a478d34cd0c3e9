package io.swen.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Queries over everything, answered from the services in the caller's name and in few calls. */
class GraphQlIntegrationTests extends GatewayTest {

    private static final int MANY = 90;
    private static final Path PUBLISHED = Path.of("../docs/api/schema.graphqls");
    private static final Path SCHEMA = Path.of("src/main/resources/graphql/schema.graphqls");

    private final JsonMapper json;
    private final Client client;

    GraphQlIntegrationTests(@Autowired JsonMapper json, @LocalServerPort int port) {
        this.json = json;
        this.client = new Client(port, "127.0.7.1");
    }

    @BeforeEach
    void services() {
        Backends.TOKENS.reset();
        Backends.ROUTING.on("/api/v1/workloads", exchange -> {
            Map<String, String> query = query(exchange);
            List<String> ids = query.containsKey("ids")
                    ? ids(query)
                    : IntStream.range(0, Integer.parseInt(query.getOrDefault("limit", "50")))
                            .mapToObj(i -> "wl-" + i)
                            .toList();
            answer(exchange, ids.stream().map(GraphQlIntegrationTests::workload).toList(), "more");
        });
        Backends.ROUTING.on(
                "/api/v1/decisions",
                exchange -> answer(
                        exchange,
                        ids(query(exchange)).stream()
                                .map(GraphQlIntegrationTests::decision)
                                .toList(),
                        null));
        Backends.GITOPS.on(
                "/api/v1/changes",
                exchange -> answer(
                        exchange,
                        ids(query(exchange)).stream()
                                .map(GraphQlIntegrationTests::change)
                                .toList(),
                        null));
    }

    @Test
    void answersAListWithWhatItsEntriesLeadToInOneCallEach() {
        int workloads = Backends.ROUTING.calls("/api/v1/workloads").size();
        int decisions = Backends.ROUTING.calls("/api/v1/decisions").size();
        int changes = Backends.GITOPS.calls("/api/v1/changes").size();

        JsonNode answer = query("{ workloads(first: " + MANY + ", state: [\\\"running\\\", \\\"moving\\\"]) {"
                + " nodes { id decision { score workload { id team } } change { state items { decision { id } } } }"
                + " pageInfo { endCursor hasNextPage } } }");

        assertThat(answer.path("errors").isMissingNode()).as(answer.toString()).isTrue();
        JsonNode nodes = answer.at("/data/workloads/nodes");
        assertThat(nodes).hasSize(MANY);
        assertThat(nodes.at("/7/decision/workload/id").asString()).isEqualTo("wl-7");
        assertThat(nodes.at("/7/change/state").asString()).isEqualTo("running");
        assertThat(nodes.at("/7/change/items/0/decision/id").asString()).isEqualTo(id("decision", "wl-7"));
        assertThat(answer.at("/data/workloads/pageInfo/endCursor").asString()).isEqualTo("more");
        assertThat(answer.at("/data/workloads/pageInfo/hasNextPage").asBoolean())
                .isTrue();
        // One for the list, one for the workloads of the decisions; one for all decisions, which serve the changes'
        // items too.
        assertThat(Backends.ROUTING.calls("/api/v1/workloads").size() - workloads)
                .isEqualTo(2);
        assertThat(Backends.ROUTING.calls("/api/v1/decisions").size() - decisions)
                .isEqualTo(1);
        assertThat(Backends.GITOPS.calls("/api/v1/changes").size() - changes).isEqualTo(1);
        assertThat(Backends.ROUTING.calls("/api/v1/workloads").get(workloads).uri())
                .contains("state=running%2Cmoving")
                .contains("limit=" + MANY);
    }

    @Test
    void callsServicesWithATokenOfTheCallerForEachOfThem() throws Exception {
        String token = TestIssuer.token("graph", List.of("research"), List.of("dev"), Role.VIEWER);
        post("{ workloads(first: 1) { nodes { change { id } } } }", "Authorization", "Bearer " + token);

        assertThat(audience(Backends.ROUTING.last("/api/v1/workloads"))).containsExactly("swen-routing");
        assertThat(audience(Backends.GITOPS.last("/api/v1/changes"))).containsExactly("swen-gitops");
        assertThat(Backends.TOKENS.exchangesOf(token)).hasSize(2);
    }

    @Test
    void tellsWhatAServiceRefusesAndWhatDoesNotAnswerByTheirProblemCodes() {
        Backends.TELEMETRY.on(
                "/api/v1/costs/summary",
                403,
                "application/problem+json",
                "{\"code\":\"forbidden\",\"detail\":\"not you\"}");
        Backends.ROUTING.on("/api/v1/workloads/gone", 404, "application/problem+json", "{\"code\":\"not-found\"}");
        Backends.GITOPS.on("/api/v1/changes", 503, "application/problem+json", "{\"code\":\"unavailable\"}");

        JsonNode answer = query(
                "{ workload(id: \\\"gone\\\") { id } costs { total { amount } } workloads(first: 1) { nodes { id change { id } } } }");

        // What is not there is null; what is non-null by the schema takes its parent with it, which is all of the data
        // here.
        assertThat(answer.path("errors")
                        .valueStream()
                        .map(error -> error.at("/extensions/code").asString()))
                .containsExactlyInAnyOrder("forbidden", "unavailable");
        assertThat(answer.path("errors")
                        .valueStream()
                        .map(error -> error.at("/extensions/status").asInt()))
                .containsExactlyInAnyOrder(403, 503);
        assertThat(answer.path("errors").toString()).doesNotContain("Exception");

        JsonNode partly =
                query("{ workload(id: \\\"gone\\\") { id } workloads(first: 1) { nodes { id change { id } } } }");
        assertThat(partly.at("/data/workload").isNull()).isTrue();
        assertThat(partly.at("/data/workloads/nodes/0/id").asString()).isEqualTo("wl-0");
        assertThat(partly.at("/data/workloads/nodes/0/change").isNull()).isTrue();
        assertThat(partly.at("/errors/0/extensions/service").asString()).isEqualTo("gitops");
    }

    @Test
    void waitsForAServiceNoLongerThanItMay() {
        CountDownLatch asked = new CountDownLatch(1);
        Backends.ROUTING.on("/api/v1/workloads/slow", exchange -> {
            try {
                asked.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Backend.send(exchange, 200, "application/json", "{}");
        });
        try {
            JsonNode answer = query("{ workload(id: \\\"slow\\\") { id } workloads(first: 1) { nodes { id } } }");
            assertThat(code(answer)).isEqualTo("remote-timed-out");
            assertThat(answer.at("/data/workloads/nodes/0/id").asString()).isEqualTo("wl-0");
        } finally {
            asked.countDown();
        }
    }

    @Test
    void refusesWhatIsTooDeepTooDearOrNotInTheSchema() {
        String deep = "id decision { ".repeat(1)
                + "workload { decision { workload { decision { workload { decision { workload { decision { id } } } } } } } } }";
        assertThat(code(query("{ workload(id: \\\"wl-1\\\") { " + deep + " } }")))
                .isEqualTo("unprocessable");
        assertThat(code(query("{ "
                        + IntStream.range(0, 30)
                                .mapToObj(i -> "a" + i + ": workloads(first: 200) { nodes { id team state kind } }")
                                .collect(Collectors.joining(" "))
                        + " }")))
                .isEqualTo("unprocessable");
        assertThat(code(query("{ workloads { nodes { password } } }"))).isEqualTo("invalid-field");
        assertThat(code(query("{ workloads(first: 0) { nodes { id } } }"))).isEqualTo("invalid-field");
        assertThat(code(query("{ workloads(first: 201) { nodes { id } } }"))).isEqualTo("invalid-field");
        assertThat(code(query("{ workload(id: \\\"../offers\\\") { id } }"))).isEqualTo("invalid-field");
        assertThat(code(query("{ workloads { "))).isEqualTo("malformed-body");
        assertThat(code(query("mutation { cancel }"))).isNotEmpty();
    }

    @Test
    void showsNothingWithoutALoginNotEvenTheSchema() {
        HttpResponse<String> answer = client.post("/graphql", "{\"query\":\"{ __schema { types { name } } }\"}");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(client.get("/graphql/schema", bearer()).statusCode()).isIn(403, 404);
        assertThat(client.get("/graphiql", bearer()).statusCode()).isIn(403, 404);
        assertThat(query("{ __schema { queryType { name } } }")
                        .at("/data/__schema/queryType/name")
                        .asString())
                .isEqualTo("Query");
    }

    @Test
    void aBrowserNeedsItsCsrfTokenAsForEveryPost() {
        client.login();
        String body = "{\"query\":\"{ workloads(first: 1) { nodes { id } } }\"}";
        assertThat(client.post("/graphql", body, "Accept", "application/json").statusCode())
                .isEqualTo(403);
        String[] csrf = client.csrf();
        HttpResponse<String> answer = client.post("/graphql", body, "Accept", "application/json", csrf[0], csrf[1]);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json.readTree(answer.body()).at("/data/workloads/nodes/0/id").asString())
                .isEqualTo("wl-0");
    }

    @Test
    void theSchemaIsPublishedAsItIs() throws IOException {
        if (Boolean.getBoolean("swen.update-api")) {
            Files.copy(SCHEMA, PUBLISHED, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(Files.readString(PUBLISHED)).isEqualTo(Files.readString(SCHEMA));
    }

    private JsonNode query(String query) {
        return json.readTree(post(query, bearer()).body());
    }

    private HttpResponse<String> post(String query, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Accept";
        all[headers.length + 1] = "application/json";
        HttpResponse<String> answer = client.post("/graphql", "{\"query\":\"" + query + "\"}", all);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static String[] bearer() {
        return new String[] {"Authorization", "Bearer " + TestIssuer.token("graph", Role.VIEWER)};
    }

    private static String code(JsonNode answer) {
        return answer.at("/errors/0/extensions/code").asString("");
    }

    private static List<String> audience(Backend.Call call) throws java.text.ParseException {
        return com.nimbusds.jwt.SignedJWT.parse(call.header("Authorization").substring("Bearer ".length()))
                .getJWTClaimsSet()
                .getAudience();
    }

    private static String id(String kind, String of) {
        return UUID.nameUUIDFromBytes((kind + of).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static String workload(String id) {
        return "{\"id\":\"" + id + "\",\"team\":\"research\",\"state\":\"running\",\"decision_id\":\""
                + id("decision", id) + "\",\"change_id\":\"" + id("change", id) + "\"}";
    }

    private static String decision(String id) {
        return "{\"id\":\"" + id + "\",\"workload_id\":\"" + owner("decision", id) + "\",\"score\":0.875}";
    }

    private static String change(String id) {
        return "{\"id\":\"" + id + "\",\"state\":\"running\",\"items\":[{\"action\":\"deploy\",\"workload_id\":\""
                + owner("change", id) + "\",\"decision_id\":\"" + id("decision", owner("change", id)) + "\"}]}";
    }

    private static String owner(String kind, String id) {
        return IntStream.range(0, 200)
                .mapToObj(i -> "wl-" + i)
                .filter(workload -> id(kind, workload).equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static void answer(
            HttpExchange exchange, List<String> items, @org.jspecify.annotations.Nullable String next)
            throws IOException {
        Backend.send(
                exchange,
                200,
                "application/json",
                "{\"items\":[" + String.join(",", items) + "],\"next\":" + (next == null ? "null" : "\"" + next + "\"")
                        + "}");
    }

    private static List<String> ids(Map<String, String> query) {
        return Arrays.asList(query.getOrDefault("ids", "").split(",", -1));
    }

    private static Map<String, String> query(HttpExchange exchange) {
        return Arrays.stream(exchange.getRequestURI().getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }
}
