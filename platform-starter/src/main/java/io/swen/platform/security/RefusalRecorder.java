package io.swen.platform.security;

import io.swen.platform.problem.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;

/** Is told of every call that the security filters refuse; it must neither block nor throw. */
@FunctionalInterface
public interface RefusalRecorder {

    /**
     * Takes note of a refused call.
     *
     * @param why for the record, not for the caller
     */
    void refused(HttpServletRequest request, ErrorCode code, String why);
}
