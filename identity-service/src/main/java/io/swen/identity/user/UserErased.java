package io.swen.identity.user;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;

/** The data of the event of the same name: whoever stored this person's name beside the actor id removes it. */
record UserErased(@JsonProperty("actor_id") UUID actorId) {}
