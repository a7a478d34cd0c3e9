package io.swen.gitops.argocd;

import io.swen.gitops.deploy.CloudException;
import io.swen.platform.web.OutboundClients;
import io.swen.platform.web.OutboundGuard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
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

/** The few calls of Argo CD's REST interface. All throw {@link CloudException}. */
@Component
class ArgoApi implements DisposableBean {

    private static final int LARGEST_ANSWER = 8 << 20;
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final Set<String> SCHEMES = Set.of("https", "http");

    private final OutboundGuard guard;
    private final JsonMapper json;
    private final CloseableHttpClient http;

    ArgoApi(ArgoProperties properties, OutboundGuard guard, OutboundClients clients, JsonMapper json) {
        this.guard = guard;
        this.json = json;
        this.http = clients.client(properties.callTimeout());
    }

    /** Makes the project if there is none, and leaves one that is there as it is: its windows and roles are people's. */
    void ensureProject(ArgoProperties.Server server, String name, Map<String, Object> project) {
        if (call(server, HttpMethod.GET, "/api/v1/projects/{name}", name, null) == null) {
            require(call(server, HttpMethod.POST, "/api/v1/projects", name, Map.of("project", project)), "the project");
        }
    }

    /** The application, or null where there is none. Argo CD answers 403 for one that is not there, so as to tell nobody of it. */
    @Nullable
    JsonNode application(ArgoProperties.Server server, String name) {
        return call(server, HttpMethod.GET, "/api/v1/applications/{name}", name, null);
    }

    void apply(ArgoProperties.Server server, String name, Map<String, Object> application) {
        require(
                call(server, HttpMethod.POST, "/api/v1/applications?upsert=true&validate=false", name, application),
                "the application");
    }

    /** Whether a sync may begin now by the project's windows. */
    boolean maySync(ArgoProperties.Server server, String name) {
        JsonNode windows = require(
                call(server, HttpMethod.GET, "/api/v1/applications/{name}/syncwindows", name, null),
                "the sync windows of " + name);
        // Without any window all times are allowed.
        return windows.path("canSync").asBoolean(false)
                || (windows.path("assignedWindows").isEmpty()
                        && windows.path("activeWindows").isEmpty()
                        && !windows.has("canSync"));
    }

    void sync(ArgoProperties.Server server, String name, String commit) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("revision", commit);
        asked.put("prune", true);
        asked.put("dryRun", false);
        require(
                call(server, HttpMethod.POST, "/api/v1/applications/{name}/sync", name, asked),
                "the application " + name);
    }

    /** Removes the application with what it made; one that is gone already is no error. */
    void delete(ArgoProperties.Server server, String name) {
        call(
                server,
                HttpMethod.DELETE,
                "/api/v1/applications/{name}?cascade=true&propagationPolicy=foreground",
                name,
                null);
    }

    private static JsonNode require(@Nullable JsonNode answer, String what) {
        if (answer == null) {
            String why = "Argo CD: " + what + " is not there, or this account may not see it";
            throw new CloudException(CloudException.Kind.AUTH, why, new IllegalStateException(why));
        }
        return answer;
    }

    private @Nullable JsonNode call(
            ArgoProperties.Server server, HttpMethod method, String path, String name, @Nullable Object body) {
        guard.check("swen.gitops.argocd.servers", server.api().toString(), SCHEMES);
        RestClient client = RestClient.builder()
                .requestFactory(new HttpComponentsClientHttpRequestFactory(http))
                .baseUrl(server.api().toString().replaceFirst("/$", ""))
                .build();
        RestClient.RequestBodySpec request = client.method(method)
                .uri(path, Map.of("name", name))
                .accept(MediaType.APPLICATION_JSON)
                .header("Authorization", "Bearer " + token(server));
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).body(json.writeValueAsBytes(body));
        }
        try {
            return request.exchange((sent, received) -> answer(
                    received.getStatusCode().value(),
                    new String(received.getBody().readNBytes(LARGEST_ANSWER), StandardCharsets.UTF_8),
                    method));
        } catch (ResourceAccessException e) {
            throw new CloudException(
                    CloudException.Kind.TIMEOUT, "Argo CD does not answer: " + e.getMostSpecificCause(), e);
        }
    }

    private @Nullable JsonNode answer(int status, String text, HttpMethod method) {
        if (status == NOT_FOUND
                || (status == FORBIDDEN && (method.equals(HttpMethod.GET) || method.equals(HttpMethod.DELETE)))) {
            return null;
        }
        try {
            JsonNode answer = text.isBlank() ? json.createObjectNode() : json.readTree(text);
            if (status / 100 == 2) {
                return answer;
            }
            CloudException.Kind kind = status == 401 || status == FORBIDDEN
                    ? CloudException.Kind.AUTH
                    : status == TOO_MANY
                            ? CloudException.Kind.THROTTLED
                            : status >= 500 ? CloudException.Kind.UNAVAILABLE : CloudException.Kind.BAD_REQUEST;
            String why =
                    "Argo CD answered " + status + ": " + answer.path("message").asString("without a message");
            throw new CloudException(kind, why, new IllegalStateException(why));
        } catch (JacksonException e) {
            throw new CloudException(CloudException.Kind.UNAVAILABLE, "Argo CD answered " + status + " and no JSON", e);
        }
    }

    /** Read each time, so that it can be replaced without a restart. */
    private static String token(ArgoProperties.Server server) {
        try {
            return Files.readString(server.tokenFile(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new CloudException(
                    CloudException.Kind.AUTH, "Argo CD: the token's file cannot be read: " + server.tokenFile(), e);
        }
    }

    @Override
    public void destroy() throws IOException {
        http.close();
    }
}
