package io.swen.gitops.change;

/** Somebody else runs the stage by now, or ended it; whatever the old owner found out does not count. */
public final class LostLeaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LostLeaseException(StageLease lease) {
        super("stage " + lease.stage().id() + " of change " + lease.changeId() + " is no longer run by "
                + lease.owner());
    }
}
