package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeKind;
import io.swen.gitops.change.StageName;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A stage of one kind of change, whose work is a function. */
record KindStage(ChangeKind kind, StageName stage, @Nullable Duration timeout, Function<StageRun, StageResult> work)
        implements StageHandler {

    @Override
    public StageResult run(StageRun run) {
        return work.apply(run);
    }
}
