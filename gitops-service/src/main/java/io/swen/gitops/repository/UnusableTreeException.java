package io.swen.gitops.repository;

/** The files of a commit cannot be used as they are; trying again does not help. */
public class UnusableTreeException extends RepositoryException {

    private static final long serialVersionUID = 1L;

    public UnusableTreeException(String message) {
        super(message);
    }
}
