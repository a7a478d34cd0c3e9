package io.swen.platform.time;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PlatformClockTests {

    private static final Instant WALL = Instant.parse("2026-11-23T10:00:00Z");

    private final AtomicReference<Instant> wall = new AtomicReference<>(WALL);

    @Test
    void isWallTimeWhereNoSourceIsConfigured() {
        try (PlatformClock clock = new PlatformClock(wall::get, null, new JsonMapper())) {
            clock.start();
            wall.set(WALL.plusSeconds(5));

            assertThat(clock.instant()).isEqualTo(WALL.plusSeconds(5));
            assertThat(clock.isSynchronised()).isTrue();
        }
    }

    @Test
    void followsTheSourceAtItsSpeedAndGoesOnWhenItIsGone() throws IOException {
        Instant domain = Instant.parse("2027-01-01T00:00:00Z");
        HttpServer source = serve("{\"time\":\"" + domain + "\",\"wall\":\"" + WALL + "\",\"speed\":60.0}");
        try (PlatformClock clock = new PlatformClock(wall::get, address(source), new JsonMapper())) {
            clock.start();
            source.stop(0);
            wall.set(WALL.plusSeconds(10));

            assertThat(clock.instant()).isEqualTo(domain.plus(Duration.ofMinutes(10)));
        }
    }

    @Test
    void neverRunsBackwards() throws IOException {
        HttpServer source = serve("{\"time\":\"2020-01-01T00:00:00Z\",\"wall\":\"" + WALL + "\",\"speed\":1.0}");
        try (PlatformClock clock = new PlatformClock(wall::get, address(source), new JsonMapper())) {
            Instant before = clock.instant();
            clock.start();

            assertThat(clock.instant()).isEqualTo(before);
        } finally {
            source.stop(0);
        }
    }

    private static URI address(HttpServer server) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/simulator/clock");
    }

    private static HttpServer serve(String body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/simulator/clock", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server;
    }
}
