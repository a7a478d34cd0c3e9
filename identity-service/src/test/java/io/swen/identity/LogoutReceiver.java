package io.swen.identity;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The gateway's side of back-channel logout: a real HTTP server that remembers what it was sent. */
final class LogoutReceiver {

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger toRefuse = new AtomicInteger();
    private final HttpServer server;

    LogoutReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/logout", exchange -> {
            taken.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(toRefuse.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? 503 : 200, -1);
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/logout";
    }

    List<String> taken() {
        return List.copyOf(taken);
    }

    /** Answers the next calls with 503. */
    void refuse(int calls) {
        toRefuse.set(calls);
    }

    void forget() {
        taken.clear();
        toRefuse.set(0);
    }
}
