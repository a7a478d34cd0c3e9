package io.swen.gitops.change;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.gitops.contract.Author;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That somebody took it upon himself to have a change applied; it stays with the change for ever.
 *
 * @param planHash the plan that he saw
 * @param overridden what stood against it
 * @param review null until somebody else signed it off
 */
@Schema(name = "BreakGlass")
public record BreakGlass(
        Author by,
        String reason,
        String planHash,
        List<String> overridden,
        Instant at,
        @Nullable Review review) {

    public BreakGlass {
        overridden = List.copyOf(overridden);
    }

    /** What somebody else said of it afterwards. */
    @Schema(name = "BreakGlassReview")
    public record Review(Author by, Outcome outcome, String note, Instant at) {}

    /** Whether it was right. */
    @Schema(name = "BreakGlassOutcome")
    public enum Outcome {
        JUSTIFIED,
        UNJUSTIFIED
    }
}
