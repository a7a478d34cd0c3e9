package io.swen.gateway.live;

import io.github.bucket4j.Bucket;
import io.swen.gateway.exchange.Credential;
import io.swen.platform.client.SwenService;
import io.swen.platform.security.Actor;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * One connection: what it subscribed to, where it is in each feed, and the frames that wait for it. A thread of its own sends
 * them, so that nobody else ever waits for a slow client; one that falls too far behind is cut off and may come back.
 */
final class LiveClient {

    static final CloseStatus TOO_SLOW = new CloseStatus(1013, "too slow: come back with the last cursor");
    static final CloseStatus EXPIRED = new CloseStatus(4401, "the session or token has expired");
    private static final Logger LOG = LoggerFactory.getLogger(LiveClient.class);
    private static final Duration REPLAY_PATIENCE = Duration.ofSeconds(20);

    /** How somebody came in, and until when that holds. */
    record Entry(
            Actor actor,
            @Nullable String sessionId,
            Credential.@Nullable ApiKey key,
            @Nullable Instant expiresAt) {}

    private final WebSocketSession socket;
    private final Entry entry;
    private final Instant connectedAt;
    private final BlockingQueue<String> frames;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Map<SwenService, String> places = new EnumMap<>(SwenService.class);
    private final Set<SwenService> live = EnumSet.noneOf(SwenService.class);
    private Set<String> types = Set.of();
    private boolean subscribed;
    private final Bucket sending;
    private final AtomicBoolean lookedAt = new AtomicBoolean();
    private volatile @Nullable Thread sender;

    LiveClient(WebSocketSession socket, Entry entry, Instant connectedAt, int queue, Bucket sending) {
        this.sending = sending;
        this.socket = socket;
        this.entry = entry;
        this.connectedAt = connectedAt;
        this.frames = new ArrayBlockingQueue<>(queue);
    }

    void start() {
        sender = Thread.ofVirtual().name("live-" + socket.getId()).start(this::send);
    }

    Entry entry() {
        return entry;
    }

    Instant connectedAt() {
        return connectedAt;
    }

    boolean isOpen() {
        return !closed.get() && socket.isOpen();
    }

    synchronized boolean isSubscribed() {
        return subscribed;
    }

    synchronized Set<String> types() {
        return types;
    }

    /** True the first time; later subscriptions only change the types. */
    synchronized boolean subscribe(Set<String> wanted) {
        types = Set.copyOf(wanted);
        boolean first = !subscribed;
        subscribed = true;
        return first;
    }

    /** From now on events of the service are delivered as they come; {@code place} null where the service was never reached. */
    synchronized void goLive(SwenService service, @Nullable String place) {
        if (place != null) {
            places.put(service, place);
        }
        live.add(service);
    }

    synchronized void moveTo(SwenService service, String place) {
        places.put(service, place);
    }

    /** Everything up to the place has been delivered, or was not for this client. */
    synchronized void reached(SwenService service, String place) {
        if (live.contains(service)) {
            places.put(service, place);
        }
    }

    synchronized String cursor() {
        return Cursor.join(places);
    }

    /** Delivers an event that just came in, if the client follows that service already. */
    synchronized void deliver(SwenService service, LiveEvent event) {
        if (live.contains(service)) {
            String frame = advance(service, event);
            if (frame != null) {
                offer(frame);
            }
        }
    }

    /** Delivers an event that the client missed and that is still in memory. */
    synchronized void deliverMissed(SwenService service, LiveEvent event) {
        String frame = advance(service, event);
        if (frame != null) {
            offer(frame);
        }
    }

    /** Delivers an event that the client missed, waiting for room. */
    void replay(SwenService service, LiveEvent event) throws InterruptedException {
        String frame;
        synchronized (this) {
            frame = advance(service, event);
        }
        if (frame != null && isOpen() && !frames.offer(frame, REPLAY_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            close(TOO_SLOW);
        }
    }

    /** Queues a frame; cuts the client off where too many wait already. */
    void offer(String frame) {
        if (!closed.get() && !frames.offer(frame)) {
            close(TOO_SLOW);
        }
    }

    /** Counts a frame that the client sent; false where it sends too many. */
    boolean maySend() {
        return sending.tryConsume(1);
    }

    /** Looks at the client on a thread of its own, unless the last look is not over yet. */
    void look(Consumer<LiveClient> at) {
        if (lookedAt.compareAndSet(false, true)) {
            Thread.ofVirtual().name("live-look-" + socket.getId()).start(() -> {
                try {
                    at.accept(this);
                } finally {
                    lookedAt.set(false);
                }
            });
        }
    }

    void close(CloseStatus why) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        frames.clear();
        // On a thread of its own: closing may have to wait for a frame that is stuck in the network.
        Thread.ofVirtual().name("live-close-" + socket.getId()).start(() -> {
            try {
                socket.close(why);
            } catch (IOException e) {
                LOG.debug("{} went away before it was closed", socket.getId(), e);
            }
            Thread sending = sender;
            if (sending != null) {
                sending.interrupt();
            }
        });
    }

    private @Nullable String advance(SwenService service, LiveEvent event) {
        places.put(service, event.cursor());
        boolean wanted = types.isEmpty() || types.contains(event.type());
        return wanted && LiveTopics.mayHear(entry.actor(), event.type()) && event.isVisibleTo(entry.actor())
                ? "{\"op\":\"event\",\"cursor\":\"" + cursor() + "\",\"event\":" + event.json() + "}"
                : null;
    }

    private void send() {
        try {
            while (isOpen()) {
                String frame = frames.poll(1, TimeUnit.SECONDS);
                if (frame != null) {
                    socket.sendMessage(new TextMessage(frame));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | IllegalStateException gone) {
            LOG.debug("{} went away", socket.getId(), gone);
            close(TOO_SLOW);
        }
    }
}
