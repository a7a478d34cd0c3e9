package io.swen.gitops.host;

/** The host's interface refused a call or did not answer. */
final class HostApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean hopeless;

    HostApiException(String message, boolean hopeless) {
        super(message);
        this.hopeless = hopeless;
    }

    HostApiException(String message, Throwable cause) {
        super(message, cause);
        this.hopeless = false;
    }

    /** Whether asking again would come to the same. */
    boolean isHopeless() {
        return hopeless;
    }
}
