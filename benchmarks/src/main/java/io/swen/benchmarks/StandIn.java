package io.swen.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Stands in for a service that the measured one asks: it answers at once and never tells of anything. */
final class StandIn implements AutoCloseable {

    private static final int HOLDS_SECONDS = 20;

    private final HttpServer server;

    private StandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/events", exchange -> {
            try {
                TimeUnit.SECONDS.sleep(HOLDS_SECONDS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            send(exchange, 200, "{\"items\":[],\"next\":\"MA\"}");
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** A gitops-service that takes every change. */
    static StandIn gitops() throws IOException {
        StandIn gitops = new StandIn();
        gitops.server.createContext("/api/v1/changes", exchange -> {
            exchange.getRequestBody().readAllBytes();
            send(exchange, 202, "{\"id\":\"" + UUID.randomUUID() + "\",\"state\":\"running\"}");
        });
        return gitops;
    }

    /** A telemetry-service that has no budgets, so that none stands against a change. */
    static StandIn telemetry() throws IOException {
        StandIn telemetry = new StandIn();
        telemetry.server.createContext(
                "/api/v1/budgets", exchange -> send(exchange, 200, "{\"items\":[],\"next\":null}"));
        return telemetry;
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
