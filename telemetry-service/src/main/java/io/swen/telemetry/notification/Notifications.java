package io.swen.telemetry.notification;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.notification.DeliveryQueue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes what is to be told, and says what became of it. */
@Component
public class Notifications {

    private static final int MOST_SHOWN = 100;

    /**
     * A notification as callers see it; its times are wall time.
     *
     * @param state waiting, sending, sent, failed or superseded
     * @param error of the last attempt that failed
     */
    @Schema(name = "Notification")
    public record View(
            UUID id,
            String receiver,
            String kind,
            String state,
            int attempts,
            Instant createdAt,
            @Nullable Instant sentAt,
            @Nullable String error) {}

    private final Routing routing;
    private final Outbox outbox;
    private final DeliveryQueue queue;
    private final NotificationProperties properties;
    private final InstantSource wall = InstantSource.system();

    Notifications(Routing routing, Outbox outbox, DeliveryQueue queue, NotificationProperties properties) {
        this.routing = routing;
        this.outbox = outbox;
        this.queue = queue;
        this.properties = properties;
    }

    /** Tells all receivers that a route leads to, soon after the transaction at hand. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void tell(Notice notice) {
        Instant now = wall.instant();
        for (String receiver : routing.receivers(notice)) {
            outbox.put(receiver, notice, properties.groupWait(), properties.groupInterval(), now);
        }
    }

    /** Sends a letter to receivers by their names, soon after the transaction at hand. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void send(Collection<String> receivers, Letter letter) {
        Instant now = wall.instant();
        for (String receiver : receivers) {
            outbox.put(receiver, letter, now);
        }
    }

    /** The names of the receivers there are. */
    public Set<String> receivers() {
        return Set.copyOf(properties.receivers().keySet());
    }

    /** The newest notifications about a thing. */
    public List<View> about(UUID subject) {
        return queue.of(subject, MOST_SHOWN).stream()
                .map(status -> new View(
                        status.id(),
                        status.receiver(),
                        status.kind(),
                        status.state(),
                        status.attempts(),
                        status.createdWall(),
                        status.sentWall(),
                        status.error()))
                .toList();
    }
}
