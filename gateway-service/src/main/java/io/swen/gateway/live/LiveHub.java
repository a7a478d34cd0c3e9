package io.swen.gateway.live;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.swen.gateway.exchange.ApiKeyAuthentication;
import io.swen.gateway.exchange.Credential;
import io.swen.gateway.metric.GatewayMetric;
import io.swen.gateway.session.BrowserSessions;
import io.swen.gateway.session.SessionEnded;
import io.swen.platform.client.RemoteException;
import io.swen.platform.client.SwenService;
import io.swen.platform.problem.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/**
 * Reads each service's feed once and hands its events to every client that may see them. A client that comes back is given
 * what it missed first, from memory or from the service, and then joins without a gap; an event may come twice, and then has
 * the same id.
 */
@Component
class LiveHub implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LiveHub.class);
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration SUBSCRIBE_WITHIN = Duration.ofSeconds(30);
    private static final Duration CHECK_KEYS = Duration.ofSeconds(3);
    private static final CloseStatus NOT_SUBSCRIBED = new CloseStatus(1008, "subscribe within 30 s");

    private final FeedSource source;
    private final LiveProperties properties;
    private final BrowserSessions sessions;
    private final ApiKeyAuthentication keys;
    private final InstantSource wall = InstantSource.system();
    private final Map<SwenService, Feed> feeds = new EnumMap<>(SwenService.class);
    private final Set<LiveClient> clients = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    LiveHub(
            FeedSource source,
            LiveProperties properties,
            BrowserSessions sessions,
            ApiKeyAuthentication keys,
            MeterRegistry metrics) {
        this.keys = keys;
        this.source = source;
        this.properties = properties;
        this.sessions = sessions;
        Cursor.FEEDS.forEach(service -> feeds.put(service, new Feed(properties.recent())));
        metrics.gaugeCollectionSize(GatewayMetric.LIVE_CLIENTS.id(), Tags.empty(), clients);
    }

    // Life

    @Override
    public synchronized void start() {
        running = true;
        for (SwenService service : Cursor.FEEDS) {
            threads.add(Thread.ofVirtual().name("feed-" + service.id()).start(() -> follow(service)));
        }
        threads.add(Thread.ofVirtual().name("live-ping").start(this::ping));
        threads.add(Thread.ofVirtual().name("live-keys").start(this::checkKeys));
    }

    @Override
    public synchronized void stop() {
        running = false;
        threads.forEach(Thread::interrupt);
        threads.clear();
        clients.forEach(client -> client.close(CloseStatus.GOING_AWAY));
        clients.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    // Clients

    boolean hasRoomFor(UUID actor) {
        return clients.size() < properties.connections()
                && clients.stream()
                                .filter(client -> client.entry().actor().id().equals(actor))
                                .count()
                        < properties.connectionsByActor();
    }

    void join(LiveClient client) {
        clients.add(client);
        client.start();
    }

    void leave(LiveClient client) {
        clients.remove(client);
        client.close(CloseStatus.NORMAL);
    }

    /**
     * Begins to deliver.
     *
     * @param types full type names; empty for all
     * @param after the places to go on from, or null for now
     */
    void subscribe(LiveClient client, Set<String> types, @Nullable Map<SwenService, String> after) {
        if (!client.subscribe(types)) {
            client.offer(ready(client));
            return;
        }
        Map<SwenService, Long> missing = new EnumMap<>(SwenService.class);
        List<String> frames = new ArrayList<>();
        for (SwenService service : Cursor.FEEDS) {
            Feed feed = feed(service);
            String place = after == null ? null : after.get(service);
            synchronized (feed) {
                List<LiveEvent> missed = place == null ? List.of() : feed.after(place);
                if (place == null || (missed != null && missed.isEmpty())) {
                    client.goLive(service, feed.position());
                } else {
                    client.moveTo(service, place);
                    missing.put(service, feed.next());
                }
                Instant since = feed.outageSince();
                if (since != null) {
                    frames.add(outage(service, since));
                }
            }
        }
        client.offer(ready(client));
        frames.forEach(client::offer);
        missing.forEach((service, seen) -> Thread.ofVirtual()
                .name("replay-" + service.id())
                .start(() -> replay(client, service, String.valueOf(after == null ? null : after.get(service)), seen)));
    }

    /** Gives a client what it missed of one service, and then lets it join. */
    private void replay(LiveClient client, SwenService service, String from, long seen) {
        Feed feed = feed(service);
        Set<String> sent = new HashSet<>();
        String place = from;
        long known = seen;
        Duration pause = FIRST_PAUSE;
        try {
            while (client.isOpen()) {
                if (joinFromMemory(client, service, place)) {
                    return;
                }
                try {
                    FeedSource.Batch batch = source.read(service, place, client.types(), Duration.ZERO);
                    for (LiveEvent event : batch.events()) {
                        sent.add(event.id());
                        client.replay(service, event);
                    }
                    place = batch.next();
                    client.moveTo(service, place);
                    if (batch.events().isEmpty() && joinAfterReplay(client, service, known, sent)) {
                        return;
                    }
                    if (sent.size() > properties.replayLimit()) {
                        missedTooMuch(client, service);
                        return;
                    }
                    if (batch.events().isEmpty()) {
                        // More came in meanwhile than is kept in memory: read on from the service.
                        synchronized (feed) {
                            known = feed.next();
                        }
                    }
                    pause = FIRST_PAUSE;
                } catch (RemoteException refused) {
                    if (ErrorCode.INVALID_CURSOR.code().equals(refused.code())) {
                        missedTooMuch(client, service);
                        return;
                    }
                    Thread.sleep(pause);
                    pause = longer(pause);
                } catch (RuntimeException down) {
                    LOG.debug("cannot replay {} at the moment", service.id(), down);
                    Thread.sleep(pause);
                    pause = longer(pause);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Joins where everything after the place is still in memory. */
    private boolean joinFromMemory(LiveClient client, SwenService service, String place) {
        Feed feed = feed(service);
        synchronized (feed) {
            List<LiveEvent> missed = feed.after(place);
            // More than that could overrun the client's queue; the service's pages come at the client's own pace.
            if (missed != null && missed.size() <= properties.queue() / 2) {
                missed.forEach(event -> client.deliverMissed(service, event));
                client.goLive(service, feed.position());
                return true;
            }
        }
        return false;
    }

    /** Joins after the service had nothing more: what came in since the replay began and was not part of it is still owed. */
    private boolean joinAfterReplay(LiveClient client, SwenService service, long known, Set<String> sent) {
        Feed feed = feed(service);
        synchronized (feed) {
            List<LiveEvent> since = feed.from(known);
            if (since == null) {
                return false;
            }
            since.stream()
                    .filter(event -> !sent.contains(event.id()))
                    .forEach(event -> client.deliverMissed(service, event));
            client.goLive(service, feed.position());
            return true;
        }
    }

    private void missedTooMuch(LiveClient client, SwenService service) {
        Feed feed = feed(service);
        synchronized (feed) {
            client.goLive(service, feed.position());
        }
        client.offer("{\"op\":\"gap\",\"service\":\"" + service.id() + "\"}");
    }

    // Feeds

    private void follow(SwenService service) {
        Feed feed = feed(service);
        Duration pause = FIRST_PAUSE;
        while (running) {
            try {
                String position;
                boolean down;
                synchronized (feed) {
                    position = feed.position();
                    down = feed.outageSince() != null;
                }
                // After an outage without waiting, so that clients learn at once that it is over.
                FeedSource.Batch batch = source.read(
                        service,
                        position == null ? FeedSource.LATEST : position,
                        Set.of(),
                        down || position == null ? Duration.ZERO : WAIT);
                publish(service, feed, batch);
                pause = FIRST_PAUSE;
            } catch (RuntimeException failed) {
                if (!running) {
                    return;
                }
                lost(service, feed, failed);
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
                pause = longer(pause);
            }
        }
    }

    private void publish(SwenService service, Feed feed, FeedSource.Batch batch) {
        synchronized (feed) {
            if (feed.recovered()) {
                LOG.info("{}-service's events are read again", service.id());
                broadcast("{\"op\":\"recovered\",\"service\":\"" + service.id() + "\"}");
            }
            feed.append(batch);
            for (LiveEvent event : batch.events()) {
                clients.forEach(client -> client.deliver(service, event));
            }
            clients.forEach(client -> client.reached(service, batch.next()));
        }
    }

    private void lost(SwenService service, Feed feed, RuntimeException failed) {
        Instant now = wall.instant();
        synchronized (feed) {
            if (feed.lost(now)) {
                LOG.warn("{}-service's events cannot be read: {}", service.id(), failed.toString());
                broadcast(outage(service, now));
            }
        }
    }

    private void broadcast(String frame) {
        clients.stream().filter(LiveClient::isSubscribed).forEach(client -> client.offer(frame));
    }

    // Housekeeping

    private void ping() {
        try {
            while (running) {
                Thread.sleep(properties.ping());
                clients.forEach(client -> client.look(this::lookAt));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Between pings, as a revoked key has to stop working within seconds. */
    private void checkKeys() {
        try {
            while (running) {
                Thread.sleep(CHECK_KEYS);
                clients.stream()
                        .filter(client -> client.entry().key() != null)
                        .forEach(client -> client.look(looked -> {
                            if (hasLostItsKey(looked.entry())) {
                                looked.close(LiveClient.EXPIRED);
                            }
                        }));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean hasLostItsKey(LiveClient.Entry entry) {
        Credential.ApiKey key = entry.key();
        return key != null && !keys.isStillGood(key);
    }

    /** Closes what hangs on a session at the moment it ends, where that happens in this process. */
    @EventListener
    void ended(SessionEnded session) {
        clients.stream()
                .filter(client -> session.sessionId().equals(client.entry().sessionId()))
                .forEach(client -> client.close(LiveClient.EXPIRED));
    }

    private void lookAt(LiveClient client) {
        Instant now = wall.instant();
        if (!client.isOpen()) {
            leave(client);
        } else if (hasExpired(client.entry(), now)) {
            client.close(LiveClient.EXPIRED);
        } else if (!client.isSubscribed()
                && client.connectedAt().plus(SUBSCRIBE_WITHIN).isBefore(now)) {
            client.close(NOT_SUBSCRIBED);
        } else {
            client.offer("{\"op\":\"ping\"}");
        }
    }

    private boolean hasExpired(LiveClient.Entry entry, Instant now) {
        Instant expiry = entry.expiresAt();
        String session = entry.sessionId();
        if (expiry != null && !now.isBefore(expiry)) {
            return true;
        }
        try {
            return session != null && !sessions.isActive(session);
        } catch (RuntimeException down) {
            // The database is away for a moment; nobody is thrown out for that, and the next ping looks again.
            LOG.warn("cannot look at a session at the moment: {}", down.toString());
            return false;
        }
    }

    private Feed feed(SwenService service) {
        Feed feed = feeds.get(service);
        if (feed == null) {
            throw new IllegalArgumentException(service.id() + " has no feed");
        }
        return feed;
    }

    private static String ready(LiveClient client) {
        return "{\"op\":\"ready\",\"cursor\":\"" + client.cursor() + "\"}";
    }

    private static String outage(SwenService service, Instant since) {
        return "{\"op\":\"outage\",\"service\":\"" + service.id() + "\",\"since\":\"" + since + "\"}";
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }
}
