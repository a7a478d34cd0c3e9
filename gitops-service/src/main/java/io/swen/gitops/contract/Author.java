package io.swen.gitops.contract;

import java.util.UUID;

/** The person or key on whose behalf something is done. */
public record Author(UUID actorId, String name) {}
