package io.swen.gitops.host;

import io.swen.platform.web.OutboundClients;
import io.swen.platform.web.OutboundGuard;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The few calls of the three hosts' REST interfaces: the status of a commit, the pull request that brought it, and its comments.
 * Calls have a time-out, follow no redirect, and go only where {@link OutboundGuard} lets them.
 */
@Component
class HostApi implements DisposableBean {

    /** How far a commit is, in words that all hosts have. */
    enum CommitState {
        PENDING("pending", "running"),
        SUCCESS("success", "success"),
        FAILURE("failure", "failed");

        private final String usual;
        private final String gitlab;

        CommitState(String usual, String gitlab) {
            this.usual = usual;
            this.gitlab = gitlab;
        }
    }

    /** A comment and who wrote it, by the login at the host. */
    record Comment(String login, String body) {}

    private static final int LARGEST_ANSWER = 4 << 20;
    private static final int LONGEST_DESCRIPTION = 140;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final Set<String> SCHEMES = Set.of("https", "http");

    private final HostProperties properties;
    private final OutboundGuard guard;
    private final JsonMapper json;
    private final CloseableHttpClient http;

    HostApi(HostProperties properties, OutboundGuard guard, OutboundClients clients, JsonMapper json) {
        this.properties = properties;
        this.guard = guard;
        this.json = json;
        this.http = clients.client(properties.timeout());
    }

    boolean isConfigured() {
        return properties.kind() != null;
    }

    /** Sets the status of a commit; setting it again is no error. */
    void status(String commit, CommitState state, String context, String description, URI link) {
        String shortened = description.length() > LONGEST_DESCRIPTION
                ? description.substring(0, LONGEST_DESCRIPTION - 1) + "…"
                : description;
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("state", kind() == HostKind.GITLAB ? state.gitlab : state.usual);
        body.put(kind() == HostKind.GITLAB ? "name" : "context", context);
        body.put("description", shortened);
        body.put("target_url", link.toString());
        Answer answer = call(
                HttpMethod.POST,
                switch (kind()) {
                    case GITHUB, GITEA -> "/repos/{owner}/{name}/statuses/{commit}";
                    case GITLAB -> "/projects/{project}/statuses/{commit}";
                },
                body,
                commit);
        // GitLab calls it an error to be told what it knows.
        boolean known =
                kind() == HostKind.GITLAB && answer.status == 400 && answer.text.contains("Cannot transition status");
        if (!known) {
            answer.require();
        }
    }

    /** The pull request by which the commit came to its branch. */
    Optional<Integer> pullOf(String commit) {
        Answer answer = call(
                HttpMethod.GET,
                switch (kind()) {
                    case GITHUB -> "/repos/{owner}/{name}/commits/{commit}/pulls";
                    case GITEA -> "/repos/{owner}/{name}/commits/{commit}/pull";
                    case GITLAB -> "/projects/{project}/repository/commits/{commit}/merge_requests";
                },
                null,
                commit);
        if (answer.status == NOT_FOUND) {
            return Optional.empty();
        }
        JsonNode found = answer.require();
        JsonNode first = found.isArray() ? found.path(0) : found;
        int number = first.path(kind() == HostKind.GITLAB ? "iid" : "number").asInt(0);
        return number > 0 ? Optional.of(number) : Optional.empty();
    }

    /** The newest comments of a pull request, at most a hundred. */
    List<Comment> comments(int pull) {
        Answer answer = call(
                HttpMethod.GET,
                switch (kind()) {
                    case GITHUB -> "/repos/{owner}/{name}/issues/{pull}/comments?per_page=100";
                    case GITEA -> "/repos/{owner}/{name}/issues/{pull}/comments";
                    case GITLAB -> "/projects/{project}/merge_requests/{pull}/notes?per_page=100&sort=desc";
                },
                null,
                Integer.toString(pull));
        List<Comment> comments = new ArrayList<>();
        for (JsonNode comment : answer.require()) {
            comments.add(new Comment(
                    kind() == HostKind.GITLAB
                            ? comment.path("author").path("username").asString("")
                            : comment.path("user").path("login").asString(""),
                    comment.path("body").asString("")));
        }
        return List.copyOf(comments);
    }

    void comment(int pull, String text) {
        call(
                        HttpMethod.POST,
                        switch (kind()) {
                            case GITHUB, GITEA -> "/repos/{owner}/{name}/issues/{pull}/comments";
                            case GITLAB -> "/projects/{project}/merge_requests/{pull}/notes";
                        },
                        Map.of("body", text),
                        Integer.toString(pull))
                .require();
    }

    private HostKind kind() {
        HostKind kind = properties.kind();
        if (kind == null) {
            throw new IllegalStateException("no host is configured");
        }
        return kind;
    }

    private record Answer(int status, String text, JsonMapper json) {

        JsonNode require() {
            if (status / 100 != 2) {
                boolean hopeless = status / 100 == 4 && status != UNAUTHORIZED && status != 403 && status != TOO_MANY;
                throw new HostApiException("the host answered " + status + ": " + message(), hopeless);
            }
            try {
                return json.readTree(text);
            } catch (JacksonException e) {
                throw new HostApiException("the host's answer is no JSON", e);
            }
        }

        private String message() {
            try {
                return json.readTree(text).path("message").asString("without a message");
            } catch (JacksonException notJson) {
                return "without a message";
            }
        }
    }

    private Answer call(HttpMethod method, String path, @Nullable Object body, String last) {
        String api = String.valueOf(properties.api());
        guard.check("swen.gitops.host.api", api, SCHEMES);
        String project = String.valueOf(properties.project());
        int slash = project.lastIndexOf('/');
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("project", project);
        variables.put("owner", project.substring(0, slash));
        variables.put("name", project.substring(slash + 1));
        variables.put("commit", last);
        variables.put("pull", last);
        RestClient client = RestClient.builder()
                .requestFactory(new HttpComponentsClientHttpRequestFactory(http))
                .baseUrl(api.endsWith("/") ? api.substring(0, api.length() - 1) : api)
                .build();
        RestClient.RequestBodySpec request = client.method(method).uri(path, variables);
        request.accept(
                kind() == HostKind.GITHUB
                        ? MediaType.parseMediaType("application/vnd.github+json")
                        : MediaType.APPLICATION_JSON);
        String token = RemoteCredentials.token(java.util.Objects.requireNonNull(properties.tokenFile()));
        switch (kind()) {
            case GITHUB ->
                request.header("Authorization", "Bearer " + token).header("X-GitHub-Api-Version", "2022-11-28");
            case GITLAB -> request.header("PRIVATE-TOKEN", token);
            case GITEA -> request.header("Authorization", "token " + token);
        }
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).body(json.writeValueAsBytes(body));
        }
        try {
            Answer answer = request.exchange((sent, received) -> new Answer(
                    received.getStatusCode().value(),
                    new String(received.getBody().readNBytes(LARGEST_ANSWER), java.nio.charset.StandardCharsets.UTF_8),
                    json));
            if (answer == null) {
                throw new HostApiException("the host did not answer", false);
            }
            return answer;
        } catch (ResourceAccessException e) {
            throw new HostApiException("the host does not answer: " + e.getMostSpecificCause(), e);
        }
    }

    @Override
    public void destroy() throws IOException {
        http.close();
    }
}
