package io.swen.gitops.deploy;

import io.swen.gitops.contract.Workload;

/** Says whether destroying a workload's instances destroys data that is nowhere else. */
final class Stateful {

    private static final int ROOT_DISK_GB = 20;

    private Stateful() {}

    /** It asked for a disk beyond that of the system, and keeps no checkpoint elsewhere. */
    static boolean is(Workload workload) {
        return workload.diskGb() > ROOT_DISK_GB && workload.container().checkpoint() == null;
    }
}
