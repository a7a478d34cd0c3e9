package io.swen.gitops.pipeline;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How one run of a stage ended. */
sealed interface StageResult {

    /** The next stage may begin. */
    record Done(String summary) implements StageResult {}

    /** Left out for a reason; the next stage may begin. */
    record Skipped(String reason) implements StageResult {}

    /** Something has to happen first. */
    record Again(Duration pause, String summary) implements StageResult {}

    /** People have to agree; {@code heldBack} says why nothing will be applied even so, or is null. */
    record Held(String summary, @Nullable String heldBack) implements StageResult {}

    /** The change is at its end. */
    record Finished(String mergedCommit, String summary) implements StageResult {}

    /** The change must not go on. */
    record Failed(String code, String detail) implements StageResult {}
}
