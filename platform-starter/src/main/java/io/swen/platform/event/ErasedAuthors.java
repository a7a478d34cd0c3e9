package io.swen.platform.event;

import io.swen.platform.client.SwenService;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the name of an erased person replaced where a service shows it; the pseudonymous id stays. */
public final class ErasedAuthors implements EventConsumer {

    /** What stands in the place of the name. */
    public static final String ERASED = "erased";

    private static final Logger LOG = LoggerFactory.getLogger(ErasedAuthors.class);

    private final String service;
    private final ToIntFunction<UUID> erase;

    /**
     * Reads for one service.
     *
     * @param service its name, without {@code -service}
     * @param erase replaces the name of the person with this actor id by {@link #ERASED}, and answers in how many places
     */
    public ErasedAuthors(String service, ToIntFunction<UUID> erase) {
        this.service = service;
        this.erase = erase;
    }

    @Override
    public String name() {
        return service + "-erased-users";
    }

    @Override
    public SwenService source() {
        return SwenService.IDENTITY;
    }

    @Override
    public Set<String> types() {
        return Set.of("io.swen.UserErased");
    }

    @Override
    public void handle(CloudEvent event) {
        UUID actor = UUID.fromString(event.data().path("actor_id").asString());
        LOG.info("removed the name of {} in {} places", actor, erase.applyAsInt(actor));
    }
}
