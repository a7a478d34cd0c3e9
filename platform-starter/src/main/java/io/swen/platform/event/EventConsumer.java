package io.swen.platform.event;

import io.swen.platform.client.SwenService;
import java.util.Set;

/**
 * A bean that reads another service's events, each in a transaction of its own together with the place it has come to: what
 * it does to this service's database happens once per event. Effects outside the database have to be idempotent by event id.
 */
public interface EventConsumer {

    /** The name its place is stored under; never to be changed. */
    String name();

    /** The service whose events it reads. */
    SwenService source();

    /** Full type names, such as {@code io.swen.DeploymentObserved}. */
    Set<String> types();

    /** Handles one event inside a transaction; an exception rolls back and the event is tried again after a pause. */
    void handle(CloudEvent event);
}
