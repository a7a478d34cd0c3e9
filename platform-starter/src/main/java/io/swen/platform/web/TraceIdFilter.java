package io.swen.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells the caller the ids under which its request stands in logs, traces and the audit log. */
final class TraceIdFilter extends OncePerRequestFilter {

    /** Its name in the Elastic Common Schema. */
    private static final String LOGGED_AS = "http.request.id";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String traceId = MDC.get("traceId");
        if (traceId != null) {
            response.setHeader("X-Trace-Id", traceId);
        }
        String requestId = RequestIds.of(request);
        response.setHeader(RequestIds.HEADER, requestId);
        try (MDC.MDCCloseable logged = MDC.putCloseable(LOGGED_AS, requestId)) {
            chain.doFilter(request, response);
        }
    }
}
