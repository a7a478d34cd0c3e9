package io.swen.routing.workload;

/** A workload was told to go where it cannot go from its state. */
public final class IllegalTransitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final WorkloadState from;
    private final WorkloadState to;

    IllegalTransitionException(String workloadId, WorkloadState from, WorkloadState to) {
        super("workload " + workloadId + " is " + from.id() + " and cannot become " + to.id());
        this.from = from;
        this.to = to;
    }

    public WorkloadState from() {
        return from;
    }

    public WorkloadState to() {
        return to;
    }
}
