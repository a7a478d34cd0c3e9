package io.swen.routing.workload;

import org.jspecify.annotations.Nullable;

/** What was promised to the outside for a workload; implemented by whoever decides and hands over. Called in the workload's transaction, with its row locked. */
public interface Commitments {

    /**
     * Takes the newest decision back if nothing outside can know of it yet.
     *
     * @return false when it was, or may have been, handed over already
     */
    boolean withdraw(String workloadId, String reason);

    /**
     * Has what runs replaced by another version, or decided anew where its needs are others.
     *
     * @return why that is not done; null where it is under way
     */
    @Nullable
    String revise(Workload workload, WorkloadSpec wanted, String why, String cause);

    /**
     * Has what runs replaced by the same at the same place.
     *
     * @return why that is not done; null where it is under way
     */
    @Nullable
    String restart(Workload workload, String why, String cause);

    /** Why the workload is kept as it is until somebody releases it; null where it is not. */
    @Nullable
    String keptAsItIs(String workloadId);

    /** Has everything that runs of the workload torn down; does nothing when that is under way already. */
    void tearDown(Workload workload, String reason);
}
