package io.swen.gitops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The part of a Kubernetes API server that this service calls, written from its documentation: server-side apply with a field manager,
 * conflicts and dry runs, reading by name and label, deleting; and of an Argo CD server, applications, projects, syncs and windows. No
 * real API server can be had where these tests are run.
 */
final class FakeCluster {

    static final String TOKEN = "token-of-argo-4711";

    /** By kind and name. */
    final Map<String, Map<String, Object>> objects = new ConcurrentHashMap<>();
    /** What is managed by somebody else. */
    final Set<String> foreign = ConcurrentHashMap.newKeySet();
    /** Workloads that never become available. */
    final Set<String> sick = ConcurrentHashMap.newKeySet();

    final List<String> patches = new CopyOnWriteArrayList<>();
    final Map<String, Map<String, Object>> applications = new ConcurrentHashMap<>();
    final Map<String, Object> projects = new ConcurrentHashMap<>();
    final List<String> syncs = new CopyOnWriteArrayList<>();
    final Set<String> closed = ConcurrentHashMap.newKeySet();
    final int port;
    private final JsonMapper json = new JsonMapper();

    FakeCluster() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/apis/", this::kubernetes);
            server.createContext("/api/v1/namespaces/", this::kubernetes);
            server.createContext("/api/v1/applications", this::applications);
            server.createContext("/api/v1/projects", this::projects);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            port = server.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                current-context: fake
                clusters: [{name: fake, cluster: {server: "http://localhost:%d"}}]
                users: [{name: fake, user: {token: token-of-the-cluster}}]
                contexts: [{name: fake, context: {cluster: fake, user: fake, namespace: elsewhere}}]
                """.formatted(port);
    }

    List<String> names(String kind) {
        return objects.keySet().stream()
                .filter(key -> key.startsWith(kind + "/"))
                .map(key -> key.substring(kind.length() + 1))
                .sorted()
                .toList();
    }

    private void kubernetes(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String[] path = exchange.getRequestURI().getPath().split("/");
        int at = List.of(path).indexOf("namespaces");
        String namespace = path[at + 1];
        String kind = path[at + 2];
        String name = path.length > at + 3 ? path[at + 3] : null;
        Map<String, String> query = query(exchange);
        if (!namespace.equals("workloads")) {
            fail(exchange, 404, "namespaces \"" + namespace + "\" not found");
        } else if (name == null) {
            list(exchange, kind, query.getOrDefault("labelSelector", ""));
        } else {
            one(exchange, kind, name, query, body);
        }
    }

    private void one(HttpExchange exchange, String kind, String name, Map<String, String> query, byte[] body)
            throws IOException {
        String key = kind + "/" + name;
        switch (exchange.getRequestMethod()) {
            case "GET" -> {
                Map<String, Object> found = objects.get(key);
                if (found == null) {
                    fail(exchange, 404, key + " not found");
                } else {
                    answer(exchange, 200, found);
                }
            }
            case "DELETE" -> {
                if (objects.remove(key) == null) {
                    fail(exchange, 404, key + " not found");
                } else {
                    answer(exchange, 200, Map.of("kind", "Status", "apiVersion", "v1", "status", "Success"));
                }
            }
            case "PATCH" -> patch(exchange, kind, name, query, body);
            default -> fail(exchange, 405, "not here");
        }
    }

    private void patch(HttpExchange exchange, String kind, String name, Map<String, String> query, byte[] body)
            throws IOException {
        String key = kind + "/" + name;
        boolean dryRun = "All".equals(query.get("dryRun"));
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (!type.startsWith("application/apply-patch") || !"swen".equals(query.get("fieldManager"))) {
            fail(exchange, 400, "no server-side apply: " + type + " " + query);
            return;
        }
        if (foreign.stream().anyMatch(name::startsWith) && !"true".equals(query.get("force"))) {
            fail(exchange, 409, "Apply failed with 1 conflict: conflict with \"helm\": .spec.replicas");
            return;
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> given = json.readValue(body, LinkedHashMap.class);
        Map<String, Object> before = objects.get(key);
        Map<String, Object> after = merge(before == null ? Map.of() : before, given);
        @SuppressWarnings("unchecked")
        Map<String, Object> metadata = (Map<String, Object>) Objects.requireNonNull(after.get("metadata"));
        metadata.putIfAbsent("uid", UUID.randomUUID().toString());
        metadata.put("resourceVersion", Long.toString(System.nanoTime()));
        metadata.put("creationTimestamp", "2026-11-28T12:00:00Z");
        metadata.put("generation", 1);
        after.put("status", status(kind, name, given));
        if (!dryRun) {
            objects.put(key, after);
        }
        patches.add((dryRun ? "dry " : "real ") + key);
        answer(exchange, before == null ? 201 : 200, after);
    }

    private Map<String, Object> status(String kind, String name, Map<String, Object> given) {
        boolean isSick = sick.stream().anyMatch(name::startsWith);
        Object replicas = given.get("spec") instanceof Map<?, ?> spec
                ? spec.containsKey("replicas") ? spec.get("replicas") : spec.get("completions")
                : null;
        Map<String, Object> status = new LinkedHashMap<>();
        switch (kind) {
            case "deployments" -> {
                status.put("observedGeneration", 1);
                if (isSick) {
                    status.put(
                            "conditions",
                            List.of(Map.of(
                                    "type", "Progressing",
                                    "status", "False",
                                    "reason", "ProgressDeadlineExceeded",
                                    "message", "ReplicaSet has timed out progressing.")));
                } else {
                    status.put("replicas", replicas);
                    status.put("updatedReplicas", replicas);
                    status.put("availableReplicas", replicas);
                }
            }
            case "jobs" -> status.put("ready", replicas);
            default -> {}
        }
        return status;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> merge(Map<String, Object> before, Map<String, Object> given) {
        Map<String, Object> after = new LinkedHashMap<>(before);
        given.forEach((key, value) -> after.put(
                key,
                value instanceof Map<?, ?> inner
                        ? merge(
                                after.get(key) instanceof Map<?, ?> old ? (Map<String, Object>) old : Map.of(),
                                (Map<String, Object>) inner)
                        : value));
        return after;
    }

    private void list(HttpExchange exchange, String kind, String selector) throws IOException {
        List<Map<String, Object>> items = new ArrayList<>();
        objects.forEach((key, object) -> {
            if (key.startsWith(kind + "/") && matches(object, selector)) {
                items.add(object);
            }
        });
        answer(exchange, 200, Map.of("apiVersion", "v1", "kind", "List", "metadata", Map.of(), "items", items));
    }

    private static boolean matches(Map<String, Object> object, String selector) {
        for (String part : selector.split(",")) {
            String[] pair = part.split("=", 2);
            Object labels = object.get("metadata") instanceof Map<?, ?> metadata ? metadata.get("labels") : null;
            if (pair.length == 2 && !(labels instanceof Map<?, ?> given && pair[1].equals(given.get(pair[0])))) {
                return false;
            }
        }
        return true;
    }

    private boolean isKnown(HttpExchange exchange) throws IOException {
        boolean known = ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!known) {
            answer(exchange, 401, Map.of("message", "no session information"));
        }
        return known;
    }

    private void projects(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!isKnown(exchange)) {
            return;
        }
        String name = exchange.getRequestURI().getPath().replaceFirst("^/api/v1/projects/?", "");
        if (exchange.getRequestMethod().equals("POST")) {
            JsonNode project = json.readTree(body).at("/project");
            projects.put(project.at("/metadata/name").asString(), project);
            answer(exchange, 200, Map.of());
        } else if (projects.containsKey(name)) {
            answer(exchange, 200, projects.get(name));
        } else {
            answer(exchange, 404, Map.of("message", "appprojects not found"));
        }
    }

    private void applications(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!isKnown(exchange)) {
            return;
        }
        String[] path = exchange.getRequestURI().getPath().split("/");
        String name = path.length > 4 ? path[4] : "";
        String what = path.length > 5 ? path[5] : "";
        String method = exchange.getRequestMethod();
        if (name.isEmpty()) {
            @SuppressWarnings("unchecked")
            Map<String, Object> given = json.readValue(body, LinkedHashMap.class);
            String applied = json.readTree(body).at("/metadata/name").asString();
            Map<String, Object> before = applications.get(applied);
            applications.put(applied, merge(before == null ? Map.of() : before, given));
            answer(exchange, 200, given);
        } else if (!applications.containsKey(name)) {
            // So as to tell nobody whether it is there.
            answer(exchange, 403, Map.of("message", "permission denied"));
        } else if (what.equals("syncwindows")) {
            answer(
                    exchange,
                    200,
                    closed.contains(name)
                            ? Map.of("assignedWindows", List.of(Map.of("kind", "deny")))
                            : Map.of("canSync", true));
        } else if (what.equals("sync")) {
            String revision = String.valueOf(json.readValue(body, Map.class).get("revision"));
            syncs.add(name + "@" + revision);
            set(
                    name,
                    Map.of(
                            "status",
                            Map.of(
                                    "sync", Map.of("status", "Synced", "revision", revision),
                                    "health", Map.of("status", "Healthy"),
                                    "operationState",
                                            Map.of("phase", "Succeeded", "syncResult", Map.of("revision", revision)))));
            answer(exchange, 200, Map.of());
        } else if (method.equals("DELETE")) {
            applications.remove(name);
            answer(exchange, 200, Map.of());
        } else {
            answer(exchange, 200, applications.get(name));
        }
    }

    void set(String name, Map<String, Object> part) {
        applications.computeIfPresent(name, (key, before) -> merge(before, part));
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new LinkedHashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : (raw == null ? "" : raw).split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private void fail(HttpExchange exchange, int status, String message) throws IOException {
        answer(
                exchange,
                status,
                Map.of("kind", "Status", "apiVersion", "v1", "status", "Failure", "message", message, "code", status));
    }

    private void answer(HttpExchange exchange, int status, @Nullable Object body) throws IOException {
        byte[] bytes = json.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
