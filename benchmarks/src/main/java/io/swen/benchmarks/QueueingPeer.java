package io.swen.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What others do with a submission: parse it, look whether what is needed is there, put it into a queue in memory and answer 202
 * with an id. Nothing is durable, nobody is asked who they are. Once in Python with Flask, once with the JDK's own HTTP server.
 */
final class QueueingPeer implements AutoCloseable {

    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(20);
    private static final int QUEUE = 1_000_000;
    private static final List<String> REQUIRED = List.of("team", "kind", "container", "cpu_cores", "memory_gb");

    private static final String FLASK = """
            import logging, queue, sys, threading, uuid
            from flask import Flask, jsonify, request
            from werkzeug.serving import WSGIRequestHandler

            logging.getLogger("werkzeug").disabled = True
            WSGIRequestHandler.protocol_version = "HTTP/1.1"
            app = Flask(__name__)
            waiting = queue.Queue()

            @app.post("/workload")
            def submit():
                body = request.get_json()
                for field in ("team", "kind", "container", "cpu_cores", "memory_gb"):
                    if field not in body:
                        return jsonify(error=field), 400
                body["id"] = "wl-" + uuid.uuid4().hex[-12:]
                waiting.put(body)
                return jsonify(id=body["id"], state="submitted"), 202

            def work():
                while True:
                    waiting.get()

            threading.Thread(target=work, daemon=True).start()
            app.run(host="127.0.0.1", port=int(sys.argv[1]), threaded=True)
            """;

    private final Process process;
    private final int port;

    private QueueingPeer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    int port() {
        return port;
    }

    /** Whether Python and Flask are on this machine. */
    static boolean flaskIsHere() throws IOException, InterruptedException {
        try {
            Process asked = new ProcessBuilder("python3", "-c", "import flask")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return asked.waitFor(ANSWERS_WITHIN.toSeconds(), TimeUnit.SECONDS) && asked.exitValue() == 0;
        } catch (IOException noPython) {
            return false;
        }
    }

    static QueueingPeer flask() throws IOException, InterruptedException {
        Path script = Files.createTempFile("swen-bench-peer", ".py");
        Files.writeString(script, FLASK);
        script.toFile().deleteOnExit();
        int port = ServiceProcess.freePort();
        return start(port, "python3", script.toString(), Integer.toString(port));
    }

    static QueueingPeer jdk() throws IOException, InterruptedException {
        int port = ServiceProcess.freePort();
        return start(
                port,
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                QueueingPeer.class.getName(),
                Integer.toString(port));
    }

    private static QueueingPeer start(int port, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        long deadline = System.nanoTime() + ANSWERS_WITHIN.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return new QueueingPeer(process, port);
                }
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        process.destroy();
        throw new IOException("the peer " + command[0] + " did not start");
    }

    /** The peer on the JDK's HTTP server; its port is the argument. */
    public static void main(String[] arguments) throws IOException {
        JsonMapper json = new JsonMapper();
        BlockingQueue<JsonNode> waiting = new ArrayBlockingQueue<>(QUEUE);
        Thread.ofVirtual().start(() -> {
            try {
                while (!waiting.take().isEmpty()) {
                    Thread.onSpinWait();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])), 0);
        server.createContext("/workload", exchange -> {
            JsonNode body = json.readTree(exchange.getRequestBody().readAllBytes());
            boolean taken = REQUIRED.stream().allMatch(body::has) && waiting.offer(body);
            byte[] answer = ("{\"id\":\"wl-" + UUID.randomUUID() + "\",\"state\":\"submitted\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(taken ? 202 : 400, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
