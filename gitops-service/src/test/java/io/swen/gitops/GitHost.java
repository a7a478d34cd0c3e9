package io.swen.gitops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A host of Git on the loopback address: the real {@code git http-backend} over a bare repository that can be pushed to, and the part
 * of GitHub's REST interface that this service calls, written from its documentation.
 */
final class GitHost {

    static final String TOKEN = "token-of-the-git-host-4711";

    /** A status as it was posted. */
    record Status(String commit, String state, String context, String description) {}

    final List<Status> statuses = new CopyOnWriteArrayList<>();
    final Map<String, Integer> pulls = new ConcurrentHashMap<>();
    final Map<Integer, List<Map<String, Object>>> comments = new ConcurrentHashMap<>();
    final AtomicBoolean down = new AtomicBoolean();
    private final JsonMapper json = new JsonMapper();
    private final Path root;
    final int port;

    private GitHost(Path root) throws IOException {
        this.root = root;
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/git/", this::git);
        server.createContext("/api/", this::api);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        port = server.getAddress().getPort();
    }

    static boolean isPossible() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "git")));
    }

    static GitHost start(Path root) {
        try {
            run(root, "git", "init", "-q", "--bare", "--initial-branch=main", "environments.git");
            run(root.resolve("environments.git"), "git", "config", "http.receivepack", "true");
            return new GitHost(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String remote() {
        return "http://localhost:" + port + "/git/environments.git";
    }

    /** With the token, as people's own git would show it. */
    String withToken() {
        return "http://ada:" + TOKEN + "@localhost:" + port + "/git/environments.git";
    }

    String api() {
        return "http://localhost:" + port + "/api/v3";
    }

    /** What {@code main} is at. */
    String main() {
        return run(root.resolve("environments.git"), "git", "rev-parse", "main").strip();
    }

    /** What a branch is at; empty where there is none. */
    String branch(String name) {
        return run(
                        root.resolve("environments.git"),
                        "git",
                        "for-each-ref",
                        "--format=%(objectname)",
                        "refs/heads/" + name)
                .strip();
    }

    /** The commits of {@code main}. */
    List<String> history() {
        return run(root.resolve("environments.git"), "git", "log", "--format=%H", "main")
                .lines()
                .toList();
    }

    private static String run(Path directory, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void git(HttpExchange exchange) throws IOException {
        byte[] body = body(exchange);
        if (down.get()) {
            answer(exchange, 503, "text/plain", "down".getBytes(StandardCharsets.UTF_8));
            return;
        }
        String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String password = given.startsWith("Basic ")
                ? new String(Base64.getDecoder().decode(given.substring(6)), StandardCharsets.UTF_8)
                        .replaceFirst("^[^:]*:", "")
                : "";
        if (!password.equals(TOKEN)) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
            answer(exchange, 401, "text/plain", new byte[0]);
            return;
        }
        ProcessBuilder backend = new ProcessBuilder("git", "http-backend");
        Map<String, String> environment = backend.environment();
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("PATH_INFO", exchange.getRequestURI().getPath().substring("/git".length()));
        environment.put("QUERY_STRING", String.valueOf(exchange.getRequestURI().getRawQuery()));
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put(
                "CONTENT_TYPE", String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")));
        environment.put("CONTENT_LENGTH", Integer.toString(body.length));
        environment.put("REMOTE_USER", "swen");
        environment.put("REMOTE_ADDR", "127.0.0.1");
        Process process = backend.start();
        Thread.ofVirtual().start(() -> {
            try (var in = process.getOutputStream()) {
                in.write(body);
            } catch (IOException closedEarly) {
                // The answer says why.
                process.descendants();
            }
        });
        byte[] said = process.getInputStream().readAllBytes();
        int end = headerEnd(said);
        int status = 200;
        String type = "application/octet-stream";
        for (String line : new String(said, 0, Math.max(end, 0), StandardCharsets.UTF_8).split("\r\n")) {
            if (line.startsWith("Status: ")) {
                status = Integer.parseInt(line.substring(8, 11));
            } else if (line.startsWith("Content-Type: ")) {
                type = line.substring(14);
            }
        }
        answer(exchange, status, type, Arrays.copyOfRange(said, Math.min(end + 4, said.length), said.length));
    }

    private static int headerEnd(byte[] said) {
        for (int i = 0; i + 3 < said.length; i++) {
            if (said[i] == '\r' && said[i + 1] == '\n' && said[i + 2] == '\r' && said[i + 3] == '\n') {
                return i;
            }
        }
        return 0;
    }

    private void api(HttpExchange exchange) throws IOException {
        byte[] body = body(exchange);
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(
                    exchange,
                    401,
                    "application/json",
                    "{\"message\":\"Bad credentials\"}".getBytes(StandardCharsets.UTF_8));
            return;
        }
        String[] path = exchange.getRequestURI().getPath().split("/");
        // /api/v3/repos/acme/environments/<what>/<which>/…
        String what = path[6];
        String which = path[7];
        String method = exchange.getRequestMethod();
        if (what.equals("statuses") && method.equals("POST")) {
            JsonNode given = json.readTree(body);
            statuses.add(new Status(
                    which,
                    given.at("/state").asString(),
                    given.at("/context").asString(),
                    given.at("/description").asString()));
            answer(exchange, 201, "application/json", body);
        } else if (what.equals("commits") && path[8].equals("pulls")) {
            Integer pull = pulls.get(which);
            answer(
                    exchange,
                    200,
                    "application/json",
                    json.writeValueAsBytes(pull == null ? List.of() : List.of(Map.of("number", pull))));
        } else if (what.equals("issues") && path[8].equals("comments")) {
            List<Map<String, Object>> all =
                    comments.computeIfAbsent(Integer.valueOf(which), pull -> new CopyOnWriteArrayList<>());
            if (method.equals("POST")) {
                all.add(comment("swen-bot", json.readTree(body).at("/body").asString()));
            }
            answer(exchange, method.equals("POST") ? 201 : 200, "application/json", json.writeValueAsBytes(all));
        } else {
            answer(exchange, 404, "application/json", "{\"message\":\"Not Found\"}".getBytes(StandardCharsets.UTF_8));
        }
    }

    static Map<String, Object> comment(String login, String body) {
        return Map.of("user", Map.of("login", login), "body", body);
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        try (InputStream in = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(exchange.getRequestBody())
                : exchange.getRequestBody()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            in.transferTo(all);
            return all.toByteArray();
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
