package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeKind;
import io.swen.gitops.change.StageName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Does the work of one stage. It may run again after a crash at any point, and must come to the same. */
interface StageHandler {

    StageName stage();

    /** The kind of change whose stage it is. */
    default ChangeKind kind() {
        return ChangeKind.WORKLOADS;
    }

    /** How long one run may take, or null for what is configured for all. */
    default @Nullable Duration timeout() {
        return null;
    }

    StageResult run(StageRun run);
}
