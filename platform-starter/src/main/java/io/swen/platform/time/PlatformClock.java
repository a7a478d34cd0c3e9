package io.swen.platform.time;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Domain time: the simulator's, which may run faster, where one is configured; wall time otherwise.
 *
 * <p>It asks for the simulator's time every few seconds and goes on from there at the speed it was told, so that an
 * unreachable simulator stops nothing. It never runs backwards. Signatures, tokens and time-outs do not use it.
 */
public final class PlatformClock extends Clock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformClock.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration POLL_UNTIL_FIRST_ANSWER = Duration.ofMillis(250);

    private record Anchor(Instant domain, Instant wall, double speed) {

        Instant at(Instant now) {
            return domain.plusNanos((long) (Duration.between(wall, now).toNanos() * speed));
        }
    }

    private final InstantSource wall;
    private final @Nullable URI source;
    private final JsonMapper json;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final AtomicReference<Anchor> anchor;
    private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.MIN);
    private volatile boolean synchronised;
    private @Nullable Thread follower;

    public PlatformClock(InstantSource wall, @Nullable URI source, JsonMapper json) {
        this.wall = wall;
        this.source = source;
        this.json = json;
        Instant now = wall.instant();
        this.anchor = new AtomicReference<>(new Anchor(now, now, 1));
    }

    /** Asks once, and then again and again in the background. */
    public void start() {
        if (source == null) {
            synchronised = true;
            return;
        }
        ask(source);
        follower = Thread.ofVirtual().name("platform-clock").start(() -> follow(source));
    }

    /** Whether it has heard from its source at least once, or needs none. */
    public boolean isSynchronised() {
        return synchronised;
    }

    @Override
    public Instant instant() {
        Instant now = anchor.get().at(wall.instant());
        return latest.accumulateAndGet(now, (before, candidate) -> candidate.isAfter(before) ? candidate : before);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("instants are in UTC everywhere");
    }

    @Override
    public void close() {
        if (follower != null) {
            follower.interrupt();
        }
        http.shutdownNow();
    }

    private void follow(URI uri) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(synchronised ? POLL : POLL_UNTIL_FIRST_ANSWER);
                ask(uri);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(URI uri) {
        try {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                LOG.warn("clock source {} answered {}", uri, response.statusCode());
                return;
            }
            JsonNode answer = json.readTree(response.body());
            // Both instants are the simulator's own, so a difference between two machines' wall clocks does not matter.
            anchor.set(new Anchor(
                    Instant.parse(answer.get("time").asString()),
                    wall.instant(),
                    answer.get("speed").asDouble()));
            if (!synchronised) {
                LOG.info(
                        "domain time follows {} at speed {}",
                        uri,
                        answer.get("speed").asDouble());
            }
            synchronised = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.io.IOException | RuntimeException e) {
            LOG.debug("clock source {} did not answer; going on from the last answer", uri, e);
        }
    }
}
