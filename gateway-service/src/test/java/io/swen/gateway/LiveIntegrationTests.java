package io.swen.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.platform.security.ApiKeyFormat;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class LiveIntegrationTests extends GatewayTest {

    private static final String DECISION = "io.swen.DecisionMade";
    private static final String CHANGE = "io.swen.ChangeStageChanged";

    private final JsonMapper json;
    private final int port;

    LiveIntegrationTests(@Autowired JsonMapper json, @LocalServerPort int port) {
        this.json = json;
        this.port = port;
    }

    @Test
    void deliversNewEventsOfAllServices() throws Exception {
        try (Page page = open("viewer", List.of("*"))) {
            page.subscribe("[]", null);
            page.next("ready");

            String decision = Backends.ROUTING_FEED.append(DECISION, "research", "dev", "wl-1");
            String epoch = Backends.TELEMETRY_FEED.append("io.swen.PriceEpochPublished", null, null, "7");

            assertThat(List.of(page.next("event"), page.next("event")))
                    .extracting(frame -> frame.get("event").get("id").asString())
                    .containsExactlyInAnyOrder(decision, epoch);
        }
    }

    @Test
    void resumesAfterTheLastCursorWithoutAGap() throws Exception {
        String cursor;
        try (Page page = open("viewer", List.of("*"))) {
            page.subscribe("[\"" + DECISION + "\"]", null);
            page.next("ready");
            Backends.ROUTING_FEED.append(DECISION, "research", "dev", "seen");
            cursor = page.next("event").get("cursor").asString();
        }
        String first = Backends.ROUTING_FEED.append(DECISION, "research", "dev", "missed-1");
        Backends.GITOPS_FEED.append(CHANGE, "research", "dev", "not wanted");
        String second = Backends.ROUTING_FEED.append(DECISION, "research", "dev", "missed-2");

        try (Page page = open("viewer", List.of("*"))) {
            page.subscribe("[\"" + DECISION + "\"]", cursor);
            page.next("ready");
            assertThat(id(page.next("event"))).isEqualTo(first);
            assertThat(id(page.next("event"))).isEqualTo(second);

            String live = Backends.ROUTING_FEED.append(DECISION, "research", "dev", "live");
            assertThat(id(page.next("event"))).isEqualTo(live);
        }
    }

    @Test
    void resumesFromTheServiceWhatIsNoLongerInMemory() throws Exception {
        String cursor;
        try (Page page = open("viewer", List.of("*"))) {
            page.subscribe("[\"" + CHANGE + "\"]", null);
            cursor = page.next("ready").get("cursor").asString();
        }
        List<String> missed = java.util.stream.IntStream.range(0, 350)
                .mapToObj(i -> Backends.GITOPS_FEED.append(CHANGE, "research", "dev", "c-" + i))
                .toList();

        try (Page page = open("viewer", List.of("*"))) {
            page.subscribe("[\"" + CHANGE + "\"]", cursor);
            page.next("ready");
            assertThat(missed)
                    .allSatisfy(id -> assertThat(id(page.next("event"))).isEqualTo(id));
            String live = Backends.GITOPS_FEED.append(CHANGE, "research", "dev", "live");
            assertThat(id(page.next("event"))).isEqualTo(live);
        }
    }

    @Test
    void showsOnlyWhatTheCallerMaySee() throws Exception {
        try (Page page = open("narrow", List.of("research"))) {
            page.subscribe("[\"" + DECISION + "\"]", null);
            page.next("ready");
            Backends.ROUTING_FEED.append(DECISION, "payments", "dev", "of others");
            String mine = Backends.ROUTING_FEED.append(DECISION, "research", "dev", "mine");

            assertThat(id(page.next("event"))).isEqualTo(mine);
        }
    }

    @Test
    void tellsOfAnOutageAndOfItsEndAndMissesNothing() throws Exception {
        try (Page page = open("viewer", List.of("*"))) {
            page.subscribe("[\"" + CHANGE + "\"]", null);
            page.next("ready");
            Backends.GITOPS.stop();

            assertThat(page.next("outage").get("service").asString()).isEqualTo("gitops");
            try (Page late = open("viewer", List.of("*"))) {
                late.subscribe("[]", null);
                late.next("ready");
                assertThat(late.next("outage").get("since").asString()).endsWith("Z");
            }
            String meanwhile = Backends.GITOPS_FEED.append(CHANGE, "research", "dev", "meanwhile");
            Backends.GITOPS.restart();

            assertThat(page.next("recovered").get("service").asString()).isEqualTo("gitops");
            assertThat(id(page.next("event"))).isEqualTo(meanwhile);
        }
    }

    @Test
    void cutsOffAClientThatDoesNotRead() throws Exception {
        Page page = open("viewer", List.of("*"));
        page.subscribe("[\"io.swen.PriceEpochPublished\"]", null);
        page.next("ready");
        page.stopReading();
        String large = "x".repeat(20_000);

        // More than the network's buffers and the queue hold together.
        for (int i = 0; i < 1_500; i++) {
            Backends.TELEMETRY_FEED.append("io.swen.PriceEpochPublished", null, null, large);
        }

        page.readAgainUntilClosed();
        assertThat(page.closed.get(30, TimeUnit.SECONDS)).isIn(1013, 1006);
    }

    @Test
    void closesWhenTheTokenExpires() throws Exception {
        String token = TestIssuer.sign(TestIssuer.claims("viewer", List.of("*"), List.of("*"), Role.VIEWER)
                .expirationTime(new Date(System.currentTimeMillis() + 1_500))
                .build());
        Page page = new Page(token);
        page.subscribe("[]", null);
        page.next("ready");

        assertThat(page.closed.get(20, TimeUnit.SECONDS)).isEqualTo(4401);
    }

    @Test
    void pings() throws Exception {
        try (Page page = open("viewer", List.of("*"))) {
            page.subscribe("[]", null);
            page.next("ready");

            page.next("ping");
        }
    }

    @Test
    void closesOnFramesThatItDoesNotUnderstand() throws Exception {
        for (String frame : List.of(
                "not json",
                "{\"op\":\"publish\"}",
                "{\"op\":\"subscribe\",\"types\":[\"other\"]}",
                "{\"op\":\"subscribe\",\"types\":[],\"after\":\"!!\"}")) {
            Page page = open("viewer", List.of("*"));
            page.socket.sendText(frame, true).join();
            assertThat(page.closed.get(10, TimeUnit.SECONDS)).as(frame).isEqualTo(1008);
        }
        Page page = open("viewer", List.of("*"));
        page.socket.sendText("x".repeat(40_000), true).join();
        assertThat(page.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1009);
    }

    @Test
    void limitsTheConnectionsOfOneCaller() throws Exception {
        List<Page> pages = new java.util.ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                pages.add(open("many", List.of("*")));
            }
            assertThatThrownBy(() -> open("many", List.of("*")))
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(WebSocketHandshakeException.class)
                    .satisfies(refused -> assertThat(statusOf(refused)).isEqualTo(429));
        } finally {
            pages.forEach(Page::close);
        }
    }

    @Test
    void takesACookieFromOurOwnPagesOnlyAndEndsWithTheSession() throws Exception {
        Client client = new Client(port);
        client.login();
        JsonNode csrf = json.readTree(client.get("/session").body()).get("csrf");
        String cookie = "__Host-swen=" + client.sessionId();

        assertThatThrownBy(() -> new Page("Cookie", cookie, "Origin", "http://evil.example"))
                .satisfies(refused -> assertThat(statusOf(refused)).isEqualTo(403));
        assertThatThrownBy(() -> new Page("Cookie", cookie, "X-Nothing", "x"))
                .satisfies(refused -> assertThat(statusOf(refused)).isEqualTo(403));
        Page page = new Page("Cookie", cookie, "Origin", Backends.PUBLIC_URL);
        page.subscribe("[\"" + DECISION + "\"]", null);
        page.next("ready");
        String mine = Backends.ROUTING_FEED.append(DECISION, "research", "dev", "mine");
        assertThat(id(page.next("event"))).isEqualTo(mine);

        client.post(
                "/logout", "", csrf.get("header").asString(), csrf.get("token").asString());

        assertThat(page.closed.get(20, TimeUnit.SECONDS)).isEqualTo(4401);
    }

    @Test
    void doesNotTakeCredentialsInTheAddressForATokenWhereTheCookieIsWhatCounts() {
        Client client = new Client(port);
        client.login();

        // A browser sends these for ws://user:password@host, from whatever page it opens.
        assertThatThrownBy(() ->
                        new Page("Cookie", "__Host-swen=" + client.sessionId(), "Authorization", "Basic dXNlcjpwYXNz"))
                .satisfies(refused -> assertThat(statusOf(refused)).isEqualTo(403));
    }

    @Test
    void closesAtOnceWhenTheSessionIsEndedFromElsewhere() throws Exception {
        Client client = new Client(port);
        client.login();
        Page page = new Page("Cookie", "__Host-swen=" + client.sessionId(), "Origin", Backends.PUBLIC_URL);
        page.subscribe("[]", null);
        page.next("ready");

        assertThat(client.send("DELETE", "/api/v1/sessions", "", client.csrf()).statusCode())
                .isEqualTo(204);

        assertThat(page.closed.get(10, TimeUnit.SECONDS)).isEqualTo(4401);
    }

    @Test
    void letsAKeyInAndClosesSoonAfterItIsRevoked() throws Exception {
        String key = ApiKeyFormat.generate(new SecureRandom());
        Backends.TOKENS.keys.put(key, new TokenDesk.KeyHolder("robot", List.of("*"), Role.VIEWER));
        Page page = new Page("X-API-Key", key, "X-Nothing", "x");
        page.subscribe("[]", null);
        page.next("ready");

        Backends.TOKENS.keys.remove(key);

        assertThat(page.closed.get(20, TimeUnit.SECONDS)).isEqualTo(4401);
    }

    @Test
    void cutsOffAClientThatSendsTooMuch() throws Exception {
        Page page = open("chatty", List.of("*"));
        for (int i = 0; i < 200 && !page.closed.isDone(); i++) {
            try {
                page.subscribe("[]", null);
            } catch (CompletionException alreadyClosed) {
                break;
            }
        }

        assertThat(page.closed.get(10, TimeUnit.SECONDS)).isIn(1006, 1008);
    }

    private static int statusOf(Throwable refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof WebSocketHandshakeException handshake) {
                return handshake.getResponse().statusCode();
            }
        }
        return 0;
    }

    private static String id(JsonNode frame) {
        return frame.get("event").get("id").asString();
    }

    private Page open(String name, List<String> teams) {
        return new Page(TestIssuer.token(name, teams, List.of("*"), Role.VIEWER));
    }

    /** A page with a connection; what comes in waits to be asked for. */
    private final class Page implements WebSocket.Listener, AutoCloseable {

        private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder partial = new StringBuilder();
        private final WebSocket socket;
        private volatile boolean reading = true;

        Page(String token) {
            this("Authorization", "Bearer " + token, "X-Nothing", "x");
        }

        Page(String name, String value, String otherName, String otherValue) {
            socket = new Client(port)
                    .http
                    .newWebSocketBuilder()
                    .header(name, value)
                    .header(otherName, otherValue)
                    .buildAsync(URI.create("ws://localhost:" + port + "/ws"), this)
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        }

        void subscribe(String types, @Nullable String after) {
            socket.sendText(
                            "{\"op\":\"subscribe\",\"types\":" + types + ",\"after\":"
                                    + (after == null ? "null" : "\"" + after + "\"") + "}",
                            true)
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        }

        /** The next frame of this kind; pings in between do not count. */
        JsonNode next(String op) throws InterruptedException {
            while (true) {
                JsonNode frame = frames.poll(15, TimeUnit.SECONDS);
                assertThat(frame).as("no %s came", op).isNotNull();
                if (frame.get("op").asString().equals(op)) {
                    return frame;
                }
                assertThat(frame.get("op").asString()).as(frame.toString()).isIn("ping", "outage", "recovered");
            }
        }

        void stopReading() {
            reading = false;
        }

        void readAgainUntilClosed() {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        if (Backends.TELEMETRY_FEED.isDrained()) {
                            reading = true;
                            socket.request(Integer.MAX_VALUE);
                        }
                        return closed.isDone();
                    });
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                frames.add(json.readTree(partial.toString()));
                partial.setLength(0);
            }
            if (reading) {
                webSocket.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(1006);
        }

        @Override
        public void close() {
            socket.abort();
        }
    }
}
