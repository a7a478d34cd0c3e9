package io.swen.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.swen.platform.app.ThingApplication;
import io.swen.platform.test.SwenIntegrationTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SwenIntegrationTest
@SpringBootTest(classes = ThingApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
class PushExportIntegrationTests {

    private static final String SECRET = "a-secret-that-only-this-test-knows-of";

    /** A request as the receiver got it. */
    private record Received(String signature, String batch, byte[] body) {}

    private static final List<Received> WEBHOOK = new CopyOnWriteArrayList<>();
    private static final AtomicInteger FAILURES = new AtomicInteger(1);
    private static final ConcurrentLinkedQueue<String> SYSLOG = new ConcurrentLinkedQueue<>();
    private static final HttpServer HTTP = http();
    private static final ServerSocket TCP = tcp();

    @Autowired
    private AuditLog audit;

    @Autowired
    private AuditDatabase database;

    @Autowired
    private PlatformTransactionManager transactions;

    @DynamicPropertySource
    static void targets(DynamicPropertyRegistry registry) {
        registry.add(
                "swen.audit.webhook.url",
                () -> "http://localhost:" + HTTP.getAddress().getPort() + "/audit");
        registry.add("swen.audit.webhook.allow-http", () -> "true");
        registry.add("swen.audit.webhook.secret", () -> SECRET);
        registry.add("swen.outbound.allowed", () -> "localhost");
        registry.add("swen.audit.syslog.host", () -> "localhost");
        registry.add("swen.audit.syslog.port", TCP::getLocalPort);
    }

    @AfterAll
    static void close() throws IOException {
        HTTP.stop(0);
        TCP.close();
    }

    @Test
    void sendsSealedRowsSignedAndAgainWhereTheyDidNotArrive() throws Exception {
        // What was sealed before a target was configured is not sent to it.
        await().atMost(Duration.ofSeconds(60)).until(() -> places() == 2);
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> audit.record(
                        AuditEntry.of("thing.push", "thing", "pushed").change(null, Map.of("text", "two\nlines"))));

        await().atMost(Duration.ofSeconds(60))
                .until(() -> WEBHOOK.stream().anyMatch(PushExportIntegrationTests::tells));
        Received received = WEBHOOK.stream()
                .filter(PushExportIntegrationTests::tells)
                .findFirst()
                .orElseThrow();
        assertThat(FAILURES.get()).isZero();
        String[] parts = received.signature().split(",v1=");
        assertThat(parts[1]).isEqualTo(hmac(parts[0].substring("t=".length()), received.body()));
        assertThat(Long.parseLong(received.batch())).isPositive();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> SYSLOG.stream().anyMatch(each -> each.contains("thing.push")));
        String message = SYSLOG.stream()
                .filter(each -> each.contains("thing.push"))
                .findFirst()
                .orElseThrow();
        assertThat(message).startsWith("<109>1 2").doesNotContain("\n").contains(" - swen-thing - thing.push - {");
        JsonNode row = new JsonMapper().readTree(message.substring(message.indexOf('{')));
        assertThat(row.at("/after/text").asString()).isEqualTo("two\nlines");
    }

    private int places() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from audit.push_place")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static boolean tells(Received received) {
        return new String(received.body(), StandardCharsets.UTF_8).contains("thing.push");
    }

    private static String hmac(String time, byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update((time + ".").getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(mac.doFinal(body));
    }

    private static HttpServer http() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/audit", exchange -> {
                byte[] body = exchange.getRequestBody().readAllBytes();
                boolean fail = FAILURES.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
                if (!fail) {
                    WEBHOOK.add(new Received(
                            String.valueOf(exchange.getRequestHeaders().getFirst("X-Swen-Signature")),
                            String.valueOf(exchange.getRequestHeaders().getFirst("X-Swen-Batch")),
                            body));
                }
                exchange.sendResponseHeaders(fail ? 500 : 204, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Reads octet-counted messages. */
    private static ServerSocket tcp() {
        try {
            ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        read(socket.getInputStream());
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
            return server;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void read(InputStream in) throws IOException {
        int length = 0;
        int next;
        while ((next = in.read()) >= 0) {
            if (next == ' ') {
                SYSLOG.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
                length = 0;
            } else {
                length = length * 10 + (next - '0');
            }
        }
    }
}
