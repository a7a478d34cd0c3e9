package io.swen.simulator.fleet;

/** A client token came a second time with other parameters. */
public final class IdempotencyMismatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IdempotencyMismatchException() {
        super("the client token was used with other parameters");
    }
}
