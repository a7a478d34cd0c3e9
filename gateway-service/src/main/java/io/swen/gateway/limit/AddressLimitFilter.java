package io.swen.gateway.limit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Counts calls by where they come from, before anything is known of who makes them. Guessing tokens and keys uses up a quota of
 * its own, and then only calls that show one are refused: whoever shares the address and is signed in goes on.
 */
final class AddressLimitFilter extends OncePerRequestFilter {

    private final Meter all;
    private final Meter logins;
    private final Meter signed;
    private final Meter failures;
    private final LimitAnswers answers;

    AddressLimitFilter(Meter all, Meter logins, Meter signed, Meter failures, LimitAnswers answers) {
        this.all = all;
        this.logins = logins;
        this.signed = signed;
        this.failures = failures;
        this.answers = answers;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        // An orchestrator asks these, and nobody is to be able to make it think that the gateway is down.
        return request.getRequestURI().startsWith("/actuator/health");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String address = Addresses.network(request.getRemoteAddr());
        Meter.Reading reading = all.take(address, CallCost.of(request));
        if (reading.allowed() && isLogin(request)) {
            reading = logins.take(address, 1);
        }
        boolean isSigned = isSigned(request);
        if (reading.allowed() && isSigned) {
            reading = signed.take(address, 1);
        }
        boolean shows = isSigned || showsCredential(request);
        if (reading.allowed() && shows) {
            Meter.Reading left = failures.look(address);
            reading = left.allowed() ? reading : left;
        }
        if (!reading.allowed()) {
            answers.refuse(request, response, reading);
            return;
        }
        chain.doFilter(request, response);
        // A service may ask somebody who is known for another factor in the same way; that is no failure.
        if (shows
                && response.getStatus() == HttpStatus.UNAUTHORIZED.value()
                && request.getAttribute(CallerLimitFilter.KNOWN) == null) {
            failures.charge(address, 1);
        }
    }

    private static boolean showsCredential(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null || request.getHeader("X-API-Key") != null;
    }

    /** What is known by its signature, and not by who is signed in. */
    private static boolean isSigned(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/api/v1/webhooks/") || path.startsWith("/api/v1/workload-callbacks/");
    }

    /** What begins or continues a login, ends in a token, or takes a password or a code. */
    private static boolean isLogin(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/oauth2/authorization/")
                || path.startsWith("/login/oauth2/")
                || path.startsWith("/identity/oauth2/token")
                || path.startsWith("/identity/oauth2/authorize")
                || path.startsWith("/logout/connect/")
                || (path.startsWith("/identity/") && request.getMethod().equals("POST"));
    }
}
