package io.swen.gateway.session;

import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.Problems;
import io.swen.platform.security.ApiKeyFormat;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses calls that show their credential in the address, where it would stay in logs and histories, or show two of them. */
final class CredentialsInAddress extends OncePerRequestFilter {

    private static final Set<String> NAMES = Set.of("access_token", "api_key", "apikey", "x-api-key", "id_token");

    private final Problems problems;

    CredentialsInAddress(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return CallerTokens.isForIssuer(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (hasCredential(request.getQueryString())) {
            problems.write(
                    request,
                    response,
                    ErrorCode.INVALID_PARAMETER,
                    "a token or API key must not stand in the address: send it as Authorization: Bearer … or "
                            + CallerTokens.API_KEY_HEADER
                            + ", and replace the one that was sent, as it may have been logged",
                    null);
        } else if (request.getHeader(CallerTokens.API_KEY_HEADER) != null
                && request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
            problems.write(
                    request,
                    response,
                    ErrorCode.INVALID_PARAMETER,
                    "send either Authorization or " + CallerTokens.API_KEY_HEADER + ", not both",
                    null);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean hasCredential(@Nullable String query) {
        if (query == null) {
            return false;
        }
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = (equals < 0 ? pair : pair.substring(0, equals)).toLowerCase(Locale.ROOT);
            // Keys have no letter that is ever encoded.
            if (NAMES.contains(name) || ApiKeyFormat.isWellFormed(pair.substring(equals + 1))) {
                return true;
            }
        }
        return false;
    }
}
