package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.swen.gitops.host.HostInsides;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** The REST interfaces of the three hosts, each as its documentation shows it. */
@SuppressWarnings("NullAway.Init") // Spring and JUnit fill the fields before each test
class HostShapesIntegrationTests extends GitopsTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    /** A call as the host saw it. */
    private record Seen(String call, String token, JsonNode body) {}

    @Autowired
    ApplicationContext context;

    @TempDir
    Path folder;

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void gitlabIsToldByItsProjectsPathWithItsOwnWordsForStates() throws IOException {
        String project = "/api/v4/projects/acme%2Fenvironments";
        start(
                "PRIVATE-TOKEN",
                Map.of(
                        "POST " + project + "/statuses/" + COMMIT, "{\"id\":93,\"status\":\"running\"}",
                        "GET " + project + "/repository/commits/" + COMMIT + "/merge_requests",
                                "[{\"id\":45,\"iid\":7,\"state\":\"opened\"}]",
                        "POST " + project + "/merge_requests/7/notes", "{\"id\":301,\"body\":\"x\"}",
                        "GET " + project + "/merge_requests/7/notes?per_page=100&sort=desc",
                                "[{\"id\":301,\"body\":\"hello\",\"author\":{\"id\":1,\"username\":\"ada\"}}]"));

        assertThat(tell("gitlab", "/api/v4")).containsExactly("ada: hello");

        assertThat(seen).extracting(Seen::token).containsOnly("the-token");
        assertThat(bodies("/statuses/"))
                .extracting(body ->
                        body.at("/state").asString() + " " + body.at("/name").asString())
                .containsExactly("running swen/dev", "failed swen/dev", "success swen/dev");
        assertThat(bodies("/statuses/").getFirst().at("/target_url").asString())
                .isEqualTo("https://swen.example.com/ui/changes/1");
        assertThat(bodies("/notes").getFirst().at("/body").asString()).isEqualTo("SWEN: waits for approval");
    }

    @Test
    void giteaIsToldByOwnerAndNameAndAnswersOnePull() throws IOException {
        String repository = "/api/v1/repos/acme/environments";
        start(
                "Authorization",
                Map.of(
                        "POST " + repository + "/statuses/" + COMMIT, "{\"id\":1,\"status\":\"pending\"}",
                        "GET " + repository + "/commits/" + COMMIT + "/pull", "{\"id\":9,\"number\":7}",
                        "POST " + repository + "/issues/7/comments", "{\"id\":3,\"body\":\"x\"}",
                        "GET " + repository + "/issues/7/comments",
                                "[{\"id\":3,\"body\":\"hello\",\"user\":{\"login\":\"ada\"}}]"));

        assertThat(tell("gitea", "/api/v1")).containsExactly("ada: hello");

        assertThat(seen).extracting(Seen::token).containsOnly("token the-token");
        assertThat(bodies("/statuses/"))
                .extracting(body ->
                        body.at("/state").asString() + " " + body.at("/context").asString())
                .containsExactly("pending swen/dev", "failure swen/dev", "success swen/dev");
    }

    @Test
    void githubIsToldByOwnerAndNameAndAnswersAListOfPulls() throws IOException {
        String repository = "/repos/acme/environments";
        start(
                "Authorization",
                Map.of(
                        "POST " + repository + "/statuses/" + COMMIT, "{\"id\":1,\"state\":\"pending\"}",
                        "GET " + repository + "/commits/" + COMMIT + "/pulls", "[{\"id\":9,\"number\":7}]",
                        "POST " + repository + "/issues/7/comments", "{\"id\":3,\"body\":\"x\"}",
                        "GET " + repository + "/issues/7/comments?per_page=100",
                                "[{\"id\":3,\"body\":\"hello\",\"user\":{\"login\":\"ada\"}}]"));

        assertThat(tell("github", "")).containsExactly("ada: hello");

        assertThat(seen).extracting(Seen::token).containsOnly("Bearer the-token");
        assertThat(bodies("/statuses/"))
                .extracting(body -> body.at("/state").asString() + " "
                        + body.at("/description").asString())
                .containsExactly(
                        "pending plan: 1 to create",
                        "failure failed in plan (policy-denied)",
                        "success applied to dev");
    }

    @Test
    void whatTheHostDoesNotKnowIsSaidWithItsOwnWords() throws IOException {
        start("Authorization", Map.of());
        assertThatThrownBy(() -> tell("gitea", "/api/v1"))
                .hasMessageContaining("the host answered 404: it is not here");
    }

    private List<String> tell(String kind, String path) throws IOException {
        return HostInsides.tell(
                context,
                kind,
                URI.create("http://localhost:" + server.getAddress().getPort() + path),
                Files.writeString(folder.resolve("token"), "the-token\n"),
                COMMIT,
                "SWEN: waits for approval");
    }

    private List<JsonNode> bodies(String path) {
        return seen.stream()
                .filter(one -> one.call().startsWith("POST ") && one.call().contains(path))
                .map(Seen::body)
                .toList();
    }

    private void start(String tokenHeader, Map<String, String> answers) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            byte[] given = exchange.getRequestBody().readAllBytes();
            seen.add(new Seen(
                    call,
                    String.valueOf(exchange.getRequestHeaders().getFirst(tokenHeader)),
                    json.readTree(given.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : given)));
            String known = answers.get(call);
            byte[] answer =
                    (known == null ? "{\"message\":\"it is not here\"}" : known).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(known == null ? 404 : call.startsWith("POST") ? 201 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }
}
