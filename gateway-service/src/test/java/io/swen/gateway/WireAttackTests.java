package io.swen.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Requests that no browser sends, byte for byte. */
class WireAttackTests extends GatewayTest {

    private static final List<Backend> SERVICES =
            List.of(Backends.TELEMETRY, Backends.ROUTING, Backends.GITOPS, Backends.IDENTITY);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SILENT = "\n(and nothing more)";

    private final int port;
    private final String token = TestIssuer.token("wire", Role.ADMIN);

    WireAttackTests(@LocalServerPort int port) {
        this.port = port;
    }

    @BeforeEach
    void answer() {
        Backends.TOKENS.reset();
        Backends.ROUTING.on("/workload", 202, "application/json", "{}");
        Backends.ROUTING.on("/workloads", 200, "application/json", "{}");
    }

    @AfterEach
    void thePlatformIsUp() {
        assertThat(new Client(port).get("/health").statusCode()).isEqualTo(200);
    }

    // Paths

    @Test
    void refusesPathsThatMeanSomethingElseToSomebodyElse() {
        for (String path : List.of(
                "/api/v1/workloads/../users",
                "/api/v1/workloads/%2e%2e/users",
                "/api/v1/workloads/..;/users",
                "/api/v1/workloads/..%2fusers",
                "/api/v1/workloads/..%5cusers",
                "/api/v1/workloads/%252e%252e/users",
                "/ui/../api/v1/users",
                "/ui/..;/api/v1/users",
                "/ui/%2e%2e/%2e%2e/application.yml",
                "/ui//../../etc/passwd",
                "/ui/..%c0%af..%c0%afetc/passwd",
                "/ui/assets/..%5c..%5capplication.yml",
                "/health/../api/v1/users",
                "/health;/../api/v1/users",
                "//api/v1/users",
                "/api/v1//users",
                "/api/v1/users;x=y",
                "/api/v1/users%00",
                "/api/v1/users%0d%0aX-Evil:%201",
                "/API/V1/USERS",
                "/git/../api/v1/users",
                "/identity/../api/v1/users")) {
            int before = calls();
            String anonymous = send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            assertThat(statusOf(anonymous)).as(path).isIn(400, 401, 403, 404);
            assertThat(anonymous).as(path).doesNotContain("\nX-Evil").doesNotContain("root:");
            assertThat(calls()).as("nothing of %s reached a service", path).isEqualTo(before);
        }
    }

    @Test
    void looksAtThePathOfAnAbsoluteAddressAndNotAtItsHost() {
        String answer = send("GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
        String proxied = send("GET http://127.0.0.1:1/api/v1/users HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        String connect = send("CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");

        assertThat(answer).contains("Location: /ui/").doesNotContain("evil.example");
        assertThat(statusOf(proxied)).isIn(400, 401);
        assertThat(statusOf(connect)).isIn(400, 405, 501);
    }

    @Test
    void believesNoHostHeader() {
        String login = send(
                "GET /oauth2/authorization/swen HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n"
                        + "X-Forwarded-Proto: gopher\r\nConnection: close\r\n\r\n");
        String twice = send("GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n");
        String none = send("GET /health HTTP/1.1\r\nConnection: close\r\n\r\n");

        assertThat(statusOf(login)).isEqualTo(302);
        assertThat(login)
                .contains("Location: " + Backends.PUBLIC_URL + "/identity/")
                .doesNotContain("evil.example");
        assertThat(statusOf(twice)).isEqualTo(400);
        assertThat(statusOf(none)).isEqualTo(400);
    }

    // Methods

    @Test
    void knowsOnlyTheUsualMethods() {
        for (String method :
                List.of("TRACE", "TRACK", "CONNECT", "PROPFIND", "DEBUG", "get", "GET/x", "A".repeat(200))) {
            int before = calls();
            String answer = send(method + " /workloads HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                    + "\r\nConnection: close\r\n\r\n");

            assertThat(statusOf(answer)).as(method).isIn(400, 405, 501);
            assertThat(answer).as(method).doesNotContain(token);
            assertThat(calls()).as(method).isEqualTo(before);
        }
    }

    // Smuggling

    @Test
    void neverSeesASecondRequestInTheBodyOfTheFirst() {
        String hidden = "GET /api/v1/users HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String head =
                "POST /workload HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                        + token + "\r\n";
        for (String framing : List.of(
                "Content-Length: 5\r\nContent-Length: 60\r\n\r\n" + hidden,
                "Content-Length: 5, 60\r\n\r\n" + hidden,
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"
                        + hidden,
                "Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + hidden,
                "Transfer-Encoding : chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + hidden,
                "Content-Length: -1\r\n\r\n" + hidden,
                "Content-Length: +4\r\n\r\n" + hidden,
                "Content-Length: 0x10\r\n\r\n" + hidden,
                "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" + hidden,
                "Transfer-Encoding: chunked\r\n\r\n-1\r\n" + hidden)) {
            int users = Backends.IDENTITY.calls("/api/v1/users").size();
            String answer = send(head + framing);

            assertThat(Backends.IDENTITY.calls("/api/v1/users")).as(framing).hasSize(users);
            assertThat(answers(answer)).as(framing + answer).isLessThanOrEqualTo(2);
            assertThat(answer).as(framing).doesNotContain("\"actor_id\"");
        }
    }

    @Test
    void putsNoLineBreakIntoAHeader() {
        Backends.ROUTING.on("/api/v1/workloads/a", 200, "application/json", "{}");
        String answer = send(
                "GET /api/v1/workloads/a?q=%0d%0aSet-Cookie:%20x=1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + token + "\r\nX-Odd: a\r\n b\r\nX-Trace-Id: \u0001\r\nConnection: close\r\n\r\n");

        assertThat(answer).doesNotContain("Set-Cookie: x=1");
        assertThat(statusOf(answer)).isIn(200, 400);
    }

    // Sizes

    @Test
    void refusesHeadersBeyondTheLimit() {
        assertThat(statusOf(send("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Big: " + "a".repeat(64 * 1024)
                        + "\r\nConnection: close\r\n\r\n")))
                .isIn(0, 400, 431);
        assertThat(statusOf(send("GET /health?" + "a".repeat(64 * 1024) + " HTTP/1.1\r\nHost: localhost\r\n\r\n")))
                .isIn(0, 400, 414, 431);
        assertThat(statusOf(send("GET /health HTTP/1.1\r\nHost: localhost\r\n" + "X: y\r\n".repeat(500)
                        + "Connection: close\r\n\r\n")))
                .isIn(0, 400, 431);
    }

    @Test
    void refusesBodiesBeyondTheLimitHoweverTheyAreAnnounced() {
        String head =
                "POST /workload HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                        + token + "\r\n";
        int before = Backends.ROUTING.calls("/workload").size();
        int broken = Backends.ROUTING.brokenOff();
        assertThat(statusOf(send(head + "Content-Length: 999999999999\r\n\r\n{")))
                .isEqualTo(413);
        assertThat(Backends.ROUTING.brokenOff())
                .as("nothing of it was passed on")
                .isEqualTo(broken);

        // The last chunk of what is within the limit is JSON, so only its missing end tells that it is not the whole.
        assertThat(statusOf(send(head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"
                        + ("10000\r\n" + " ".repeat(0x10000) + "\r\n").repeat(20) + "0\r\n\r\n")))
                .isIn(0, 413);
        await().atMost(PATIENCE).until(() -> Backends.ROUTING.brokenOff() == broken + 1);
        assertThat(Backends.ROUTING.calls("/workload")).hasSize(before);
    }

    @Test
    void hangsUpOnTheServiceWhenTheCallerGoesAwayInTheMiddleOfABody() throws IOException {
        int before = Backends.ROUTING.calls("/workload").size();
        int broken = Backends.ROUTING.brokenOff();
        try (Socket socket = open()) {
            socket.getOutputStream()
                    .write(("POST /workload HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Authorization: Bearer " + token
                                    + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + "8000\r\n{}" + " ".repeat(0x7ffe) + "\r\n10")
                            .getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        await().atMost(PATIENCE).until(() -> Backends.ROUTING.brokenOff() == broken + 1);
        assertThat(Backends.ROUTING.calls("/workload")).hasSize(before);
    }

    @Test
    void passesOnAWholeBodyWithoutLength() {
        String answer = send("POST /workload HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + token + "\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "8\r\n{\"a\":\"b\"\r\n1\r\n}\r\n0\r\n\r\n");

        assertThat(statusOf(answer)).as(answer).isEqualTo(202);
        assertThat(Backends.ROUTING.last("/workload").body()).isEqualTo("{\"a\":\"b\"}");
    }

    // Time

    @Test
    void hangsUpOnWhoeverDoesNotFinishARequest() throws IOException {
        for (String begun : List.of(
                "GET /health HT",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
                "POST /api/v1/workloads HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")) {
            long start = System.nanoTime();
            try (Socket socket = open()) {
                socket.getOutputStream().write(begun.getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
                assertThat(drain(socket)).as(begun).doesNotContain(SILENT);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(begun).isLessThan(Duration.ofSeconds(15));
        }
    }

    // Bodies

    @Test
    void hasNoParserForXmlOrYaml() {
        String bomb =
                "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
                        + "<!ENTITY x SYSTEM \"file:///etc/passwd\">]><l>&b;&x;</l>";
        Client client = new Client(port);
        for (String type :
                List.of("application/xml", "text/xml", "application/yaml", "application/x-java-serialized-object")) {
            var answer = client.sendAs("POST", "/logout/connect/back-channel/swen", type, bomb);
            assertThat(answer.statusCode()).as(type).isEqualTo(415);
            assertThat(answer.body()).doesNotContain("root:");
        }
    }

    private int calls() {
        return SERVICES.stream()
                .mapToInt(service -> service.calls("/").stream()
                        .filter(call -> !call.uri().startsWith("/api/v1/events")
                                && !call.uri().startsWith("/actuator")
                                && !call.uri().startsWith("/identity/oauth2"))
                        .toList()
                        .size())
                .sum();
    }

    private Socket open() throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.51"), 0));
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 5_000);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Sends these bytes and answers whatever comes back until the gateway hangs up. */
    private String send(String bytes) {
        try (Socket socket = open()) {
            // Long enough for an answer; a connection that is kept alive says nothing more.
            socket.setSoTimeout(4_000);
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().flush();
                } catch (IOException hungUp) {
                    // The gateway need not hear it all.
                }
            });
            String answer = drain(socket);
            sender.interrupt();
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String drain(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        byte[] buffer = new byte[8_192];
        InputStream in = socket.getInputStream();
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                answer.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketTimeoutException silent) {
            return answer.append(SILENT).toString();
        } catch (SocketException reset) {
            // Hung up before it had read everything.
            return answer.toString();
        }
        return answer.toString();
    }

    private static int statusOf(String answer) {
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }

    private static int answers(String text) {
        return text.split("HTTP/1\\.1 [0-9]{3}", -1).length - 1;
    }
}
