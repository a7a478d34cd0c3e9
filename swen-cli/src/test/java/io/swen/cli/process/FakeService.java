package io.swen.cli.process;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A real child process for tests: answers 200 on its port, and writes down in which order it was told to end. */
public final class FakeService {
    private FakeService() {}

    /** Arguments: name, port, journal, how to end ({@code graceful} or {@code stubborn}). */
    public static void main(String[] arguments) throws IOException {
        String name = arguments[0];
        Path journal = Path.of(arguments[2]);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[1])), 0);
        server.createContext("/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        boolean stubborn = arguments[3].equals("stubborn");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                Files.writeString(journal, name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                if (stubborn) {
                    Thread.sleep(60_000);
                }
            } catch (IOException | InterruptedException impossible) {
                throw new IllegalStateException(impossible);
            }
        }));
    }
}
