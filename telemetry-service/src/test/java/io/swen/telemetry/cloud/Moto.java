package io.swen.telemetry.cloud;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A moto server as a process of its own: an AWS that somebody else wrote. */
final class Moto implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final URI endpoint;

    private Moto(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** The program, if this machine has it. */
    static Optional<Path> program() {
        for (String folder : String.valueOf(System.getenv("PATH")).split(File.pathSeparator)) {
            Path program = Path.of(folder, "moto_server");
            if (Files.isExecutable(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    static Moto start(Path program, Path log) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Moto moto = new Moto(process, URI.create("http://127.0.0.1:" + port));
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("moto_server ended: " + Files.readString(log));
                }
                return answers(port);
            });
            return moto;
        } catch (RuntimeException e) {
            moto.close();
            throw e;
        }
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
