package io.swen.gitops.repository;

/** The repository on disk could not be read or written; trying again may help. */
public class RepositoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RepositoryException(String message, Throwable cause) {
        super(message, cause);
    }

    RepositoryException(String message) {
        super(message);
    }
}
