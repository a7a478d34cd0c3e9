package io.swen.platform.client;

import org.jspecify.annotations.Nullable;

/** Another service refused a call or failed; {@code code} is its problem code where it sent one. */
public final class RemoteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final SwenService service;
    private final int status;
    private final @Nullable String code;

    RemoteException(SwenService service, int status, @Nullable String code, String detail) {
        super(service.id() + "-service answered " + status + (code == null ? "" : " " + code) + ": " + detail);
        this.service = service;
        this.status = status;
        this.code = code;
    }

    public SwenService service() {
        return service;
    }

    public int status() {
        return status;
    }

    public @Nullable String code() {
        return code;
    }

    /** Whether sending the same call again may help. */
    public boolean isTransient() {
        return status >= 500 || status == 429;
    }
}
