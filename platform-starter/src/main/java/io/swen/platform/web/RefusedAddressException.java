package io.swen.platform.web;

import java.net.UnknownHostException;

/** A name leads to where the platform may not call; for a client of it as good as a name that does not exist. */
final class RefusedAddressException extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    RefusedAddressException(String allowed) {
        super(allowed);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
