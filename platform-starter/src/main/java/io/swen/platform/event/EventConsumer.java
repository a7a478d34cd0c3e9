package io.swen.platform.event;

import io.swen.platform.client.SwenService;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A bean that reads another service's events, in transactions together with the place it has come to: what
 * it does to this service's database happens once per event. Effects outside the database have to be idempotent by event id.
 */
public interface EventConsumer {

    /** The name its place is stored under; never to be changed. */
    String name();

    /** The service whose events it reads. */
    SwenService source();

    /** Full type names, such as {@code io.swen.DeploymentObserved}. */
    Set<String> types();

    /**
     * What an event tells of. Events with a key in common are handled in their order: where one is set aside, those after it
     * wait behind it. Has to answer for an event that cannot be read as well.
     */
    default Set<String> keys(CloudEvent event) {
        return Set.of(event.subject());
    }

    /**
     * How many events one transaction takes in at most. More than one is for a consumer that thousands of events may reach at a
     * moment and whose handler does nothing outside the database: where it fails on one of them, all are handled again, each in a
     * transaction of its own.
     */
    default int together() {
        return 1;
    }

    /**
     * Handles, by a few statements for all, those of several events of one transaction that ask for no more; each of the others is
     * handed to {@link #handle}. Not called for events that are handled one by one.
     *
     * @return the ids of those that are handled
     */
    default Set<UUID> handleAtOnce(List<CloudEvent> events) {
        return Set.of();
    }

    /**
     * Handles one event inside a transaction; an exception rolls back, and the event is tried again after a pause. While the
     * database or another service is away that goes on without end; else the event is set aside after a number of attempts.
     */
    void handle(CloudEvent event);
}
