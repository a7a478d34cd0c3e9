package io.swen.platform.crypto;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Vault's documentation says of its transit and key-value engines, over HTTP; it refuses what Vault would refuse. */
final class FakeVault implements AutoCloseable {

    static final String TOKEN = "hvs.only-for-this-test";

    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpServer server;
    private final Map<Integer, byte[]> versions = new TreeMap<>();
    private final List<String> calls = new ArrayList<>();
    private int minDecryptionVersion = 1;

    FakeVault() throws IOException {
        versions.put(1, Aes256Gcm.newKey());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<String> calls() {
        return List.copyOf(calls);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String call =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        calls.add(call);
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
            send(exchange, 403, Map.of("errors", List.of("permission denied")));
            return;
        }
        JsonNode given = body.length == 0 ? json.createObjectNode() : json.readTree(body);
        switch (call) {
            case "GET /v1/transit/keys/swen-thing" -> send(exchange, 200, Map.of("data", describe()));
            case "POST /v1/transit/keys/swen-thing/rotate" -> {
                versions.put(latest() + 1, Aes256Gcm.newKey());
                send(exchange, 204, null);
            }
            case "POST /v1/transit/keys/swen-thing/config" -> {
                minDecryptionVersion = given.get("min_decryption_version").asInt();
                send(exchange, 204, null);
            }
            case "POST /v1/transit/encrypt/swen-thing" -> {
                byte[] plain = Base64.getDecoder().decode(given.get("plaintext").asString());
                byte[] sealed = Aes256Gcm.encrypt(key(latest()), plain, new byte[0]);
                send(
                        exchange,
                        200,
                        Map.of(
                                "data",
                                Map.of(
                                        "ciphertext",
                                        "vault:v" + latest() + ":"
                                                + Base64.getEncoder().encodeToString(sealed))));
            }
            case "POST /v1/transit/decrypt/swen-thing" -> decrypt(exchange, given);
            case "GET /v1/sys/internal/ui/mounts/secret/swen-thing" ->
                send(
                        exchange,
                        200,
                        Map.of("data", Map.of("path", "secret/", "type", "kv", "options", Map.of("version", "2"))));
            case "GET /v1/secret/data/swen-thing" ->
                send(
                        exchange,
                        200,
                        Map.of(
                                "data",
                                Map.of(
                                        "data",
                                        Map.of("spring.datasource.password", "from-vault"),
                                        "metadata",
                                        Map.of("version", 1))));
            default -> send(exchange, 404, Map.of("errors", List.of()));
        }
    }

    private void decrypt(HttpExchange exchange, JsonNode given) throws IOException {
        String[] parts = given.get("ciphertext").asString().split(":", 3);
        int version = Integer.parseInt(parts[1].substring(1));
        if (version < minDecryptionVersion) {
            send(
                    exchange,
                    400,
                    Map.of("errors", List.of("ciphertext or signature version is disallowed by policy (too old)")));
            return;
        }
        byte[] plain = Aes256Gcm.decrypt(key(version), Base64.getDecoder().decode(parts[2]), new byte[0]);
        send(
                exchange,
                200,
                Map.of("data", Map.of("plaintext", Base64.getEncoder().encodeToString(plain))));
    }

    private Map<String, Object> describe() {
        Map<String, Object> times = new TreeMap<>();
        versions.keySet().forEach(version -> times.put(Integer.toString(version), 1_795_000_000 + version));
        return Map.of(
                "name",
                "swen-thing",
                "type",
                "aes256-gcm96",
                "keys",
                times,
                "latest_version",
                latest(),
                "min_decryption_version",
                minDecryptionVersion);
    }

    private byte[] key(int version) {
        return java.util.Objects.requireNonNull(versions.get(version));
    }

    private int latest() {
        return versions.keySet().stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    private void send(HttpExchange exchange, int status, @org.jspecify.annotations.Nullable Object body)
            throws IOException {
        byte[] answer =
                body == null ? new byte[0] : json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
