package io.swen.telemetry;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.springframework.test.context.DynamicPropertyRegistry;

/** Real servers that stand for who is notified: a webhook, Slack, a mailbox, and Alertmanager's API. */
public final class TestReceivers {

    /** The key of the webhook's signatures. */
    public static final byte[] KEY = "thirty-two bytes of a test's key".getBytes(StandardCharsets.UTF_8);

    /** A call that came in. */
    public record Call(String path, Map<String, String> headers, String body) {}

    private static final List<Call> CALLS = new CopyOnWriteArrayList<>();
    /** How many more calls of a path are answered 503. */
    private static final Map<String, Integer> FAILURES = new ConcurrentHashMap<>();

    private static final GreenMail MAIL = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private static final HttpServer HTTP = start();

    private TestReceivers() {}

    private static HttpServer start() {
        MAIL.start();
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            http.createContext("/", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                String path = exchange.getRequestURI().getPath();
                Map<String, String> headers = new ConcurrentHashMap<>();
                exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
                CALLS.add(new Call(path, headers, body));
                Integer left = FAILURES.computeIfPresent(path, (key, count) -> count > 1 ? count - 1 : 0);
                boolean fail = left != null && (left > 0 || FAILURES.remove(path) != null);
                exchange.sendResponseHeaders(fail ? 503 : 200, -1);
                exchange.close();
            });
            http.start();
            return http;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void configure(DynamicPropertyRegistry properties) {
        String http = "http://127.0.0.1:" + HTTP.getAddress().getPort();
        properties.add("swen.outbound.allowed", () -> "127.0.0.1");
        properties.add("spring.mail.host", () -> "127.0.0.1");
        properties.add("spring.mail.port", () -> MAIL.getSmtp().getPort());
        String prefix = "swen.telemetry.notifications.";
        properties.add(prefix + "group-wait", () -> "PT0.5S");
        properties.add(prefix + "group-interval", () -> "PT1S");
        properties.add(prefix + "first-pause", () -> "PT0.2S");
        properties.add(prefix + "receivers.hook.webhook.url", () -> http + "/hook");
        properties.add(
                prefix + "receivers.hook.webhook.secret",
                () -> "whsec_" + Base64.getEncoder().encodeToString(KEY));
        properties.add(prefix + "receivers.chat.slack.url", () -> http + "/slack");
        properties.add(prefix + "receivers.mail.email.from", () -> "swen@example.com");
        properties.add(prefix + "receivers.mail.email.to", () -> "ops@example.com");
        properties.add("swen.telemetry.alertmanager.url", () -> http + "/alertmanager");
    }

    /** The calls of a path so far. */
    public static List<Call> calls(String path) {
        return CALLS.stream().filter(call -> call.path().equals(path)).toList();
    }

    /** Lets the next calls of a path fail. */
    public static void fail(String path, int times) {
        FAILURES.put(path, times);
    }

    public static GreenMail mail() {
        return MAIL;
    }
}
