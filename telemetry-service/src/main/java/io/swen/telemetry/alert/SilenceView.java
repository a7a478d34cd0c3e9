package io.swen.telemetry.alert;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A silence as callers see it; {@code state} is pending, active or expired. */
@Schema(name = "Silence")
record SilenceView(
        UUID id,
        String state,
        List<Silence.Matcher> matchers,
        String reason,
        Instant startsAt,
        Instant endsAt,
        Instant createdAt,
        Creator createdBy) {

    /** Who made it. */
    @Schema(name = "SilenceCreator")
    record Creator(UUID actorId, String name) {}

    static SilenceView of(Silence silence, Instant now) {
        return new SilenceView(
                silence.id(),
                silence.isActive(now) ? "active" : silence.endsAt().isAfter(now) ? "pending" : "expired",
                silence.matchers(),
                silence.reason(),
                silence.startsAt(),
                silence.endsAt(),
                silence.createdAt(),
                new Creator(silence.createdBy(), silence.createdByName()));
    }
}
