package io.swen.telemetry.cloud;

/** Why a cloud could not answer, and so whose fault it is. */
public enum CloudErrorCode {
    /** The provider says that we ask too often. */
    THROTTLED(true),
    /** Nobody answers at the endpoint. */
    UNREACHABLE(true),
    /** It did not answer in time. */
    TIMED_OUT(true),
    /** The provider failed. */
    REMOTE_FAILED(true),
    /** Our credentials are missing, wrong or not allowed to do this: the operator's fault. */
    UNAUTHORIZED(false),
    /** The provider refuses what we asked: this service's fault. */
    REFUSED(false),
    /** So many calls failed lately that this one was not tried. */
    CIRCUIT_OPEN(false),
    /** The budget of calls is used up for now. */
    BUDGET_EXHAUSTED(false),
    /** The month's money for billed calls is spent, or cannot be accounted for: the operator's decision. */
    SPENDING_STOPPED(false);

    private final boolean worthRetrying;

    CloudErrorCode(boolean worthRetrying) {
        this.worthRetrying = worthRetrying;
    }

    /** Whether the same call may succeed a moment later. */
    public boolean isWorthRetrying() {
        return worthRetrying;
    }
}
