package io.swen.gitops.contract;

/** A document that somebody wrote cannot be used as it is; the message says where and why, in words for that person. */
public class UnusableYamlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableYamlException(String message) {
        super(message);
    }
}
