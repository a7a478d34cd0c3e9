package io.swen.gitops.pipeline;

import io.swen.gitops.change.StageName;

/** Does the work of one stage. It may run again after a crash at any point, and must come to the same. */
interface StageHandler {

    StageName stage();

    StageResult run(StageRun run);
}
