package io.swen.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A small real HTTP server that stands for a service; it answers what a test tells it to and keeps what it was sent. */
final class Backend {

    /** What a call is answered with. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    /** What a call looked like. */
    record Call(String method, String uri, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), "");
        }
    }

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger brokenOff = new AtomicInteger();
    private final int port;
    private HttpServer server;

    Backend() {
        server = open(0);
        port = server.getAddress().getPort();
    }

    String address() {
        return "http://localhost:" + port;
    }

    Backend on(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    Backend on(String path, int status, String type, String body) {
        return on(path, exchange -> send(exchange, status, type, body));
    }

    java.util.List<Call> calls(String path) {
        return calls.stream().filter(call -> call.uri().startsWith(path)).toList();
    }

    Call last(String path) {
        return calls(path).getLast();
    }

    /** How many calls ended before their body did. */
    int brokenOff() {
        return brokenOff.get();
    }

    synchronized void stop() {
        server.stop(0);
    }

    synchronized void restart() {
        server = open(port);
    }

    static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private HttpServer open(int wanted) {
        try {
            HttpServer opened = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
            opened.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            opened.createContext("/", this::handle);
            opened.start();
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new ConcurrentHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(java.util.Locale.ROOT), String.join(", ", values)));
        String body;
        try {
            body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unfinished) {
            brokenOff.incrementAndGet();
            throw unfinished;
        }
        calls.add(new Call(exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body));
        String path = exchange.getRequestURI().getPath();
        Answer answer = answers.get(path);
        if (answer == null) {
            send(exchange, 404, "application/json", "{}");
        } else {
            answer.to(exchange);
        }
    }
}
