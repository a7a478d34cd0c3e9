package io.swen.routing.decision;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Something that makes it impossible to decide again as it was decided.
 *
 * @param subject what it concerns, such as the kind of an artifact
 */
@Schema(name = "ReplayObstacle")
record Obstacle(Code code, String subject, String detail) {

    @Schema(name = "ReplayObstacleCode")
    enum Code {
        /** It was decided by rules that this version does not have. */
        ENGINE_NOT_PRESENT,
        /** What it was decided from cannot be read by this version. */
        INPUTS_UNREADABLE,
        /** What it was decided from is not what its hash says. */
        INPUTS_ALTERED,
        /** A part was removed by retention. */
        ARTIFACT_EXPIRED,
        /** A part is not stored. */
        ARTIFACT_UNKNOWN,
        /** A part is stored, but it is not what its hash says. */
        ARTIFACT_DAMAGED,
        /** A part is stored whole, but this version does not read its form. */
        ARTIFACT_UNREADABLE
    }
}
