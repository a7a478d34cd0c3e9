package io.swen.platform.problem;

import jakarta.servlet.http.HttpServletRequest;

/** Is told of every problem that a caller was answered; must not block and must not throw. */
@FunctionalInterface
public interface RefusalListener {

    /** The caller of the request is about to be answered with this problem. */
    void refused(HttpServletRequest request, ErrorCode code);
}
