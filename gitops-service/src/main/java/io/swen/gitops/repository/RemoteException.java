package io.swen.gitops.repository;

/** The remote did not answer, or refused; trying again later may help. */
public class RemoteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RemoteException(String message, Throwable cause) {
        super(message, cause);
    }

    RemoteException(String message) {
        super(message);
    }
}
