package io.swen.cli.stack;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Stands in for every service: listens where it is told to and says that it is ready. */
public final class FakeStackService {
    private FakeStackService() {}

    public static void main(String[] arguments) throws IOException {
        String port = System.getenv().getOrDefault("SERVER_PORT", "0");
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(port)), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }
}
