package io.swen.gitops.control;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.security.Actor;
import java.util.UUID;

/** Who did something, as it is shown. */
@Schema(name = "Person")
public record Person(UUID actorId, String name) {

    public static Person of(Actor actor) {
        return new Person(actor.id(), actor.name());
    }
}
