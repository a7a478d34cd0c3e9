package io.swen.gitops.remediation;

import io.swagger.v3.oas.annotations.media.Schema;

/** How a remediation was resolved, or what it came to. */
@Schema(name = "RemediationOutcome", enumAsRef = true)
enum Outcome {
    /** It runs at another place, or as it was asked to. */
    REPLACED,
    /** It lost its place and runs again, from its checkpoint where it has one. */
    RESTARTED,
    /** There was no other place for it. */
    WITHOUT_CAPACITY,
    /** It was only at risk, and no place elsewhere was worth the move. */
    LEFT_AS_IT_IS
}
