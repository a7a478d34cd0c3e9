package io.swen.routing.reservation;

/** More was to be reserved than quotas and budgets leave; the decision that wanted it must not stand. */
public final class OverspentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OverspentException(String message) {
        super(message);
    }
}
