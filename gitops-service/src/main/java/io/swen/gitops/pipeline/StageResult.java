package io.swen.gitops.pipeline;

import java.time.Duration;

/** How one run of a stage ended. */
sealed interface StageResult {

    /** The next stage may begin. */
    record Done(String summary) implements StageResult {}

    /** Left out for a reason; the next stage may begin. */
    record Skipped(String reason) implements StageResult {}

    /** Something has to happen first. */
    record Again(Duration pause, String summary) implements StageResult {}

    /** People have to agree, or something has to be lifted that holds the change back. */
    record Held(String summary) implements StageResult {}

    /** The approval ran out before anything was touched. */
    record Expired(String detail) implements StageResult {}

    /** The change is at its end. */
    record Finished(String mergedCommit, String summary) implements StageResult {}

    /** The change must not go on. */
    record Failed(String code, String detail) implements StageResult {}
}
