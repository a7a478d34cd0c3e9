package io.swen.identity.issuer;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Serves the issuer under {@value #PREFIX} as if that were the context path, so that its endpoints, redirects and discovery
 * document all begin with the issuer's address, while health probes and the API of this service stay at the root.
 */
final class IssuerPathFilter extends OncePerRequestFilter {

    static final String PREFIX = "/identity";

    /** Whether a request came by the issuer's prefix. */
    static boolean applies(HttpServletRequest request) {
        return PREFIX.equals(request.getContextPath());
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith(PREFIX + "/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(new UnderPrefix(request), response);
    }

    private static final class UnderPrefix extends HttpServletRequestWrapper {

        private final String path;

        UnderPrefix(HttpServletRequest request) {
            super(request);
            String whole = request.getServletPath();
            this.path = whole.startsWith(PREFIX) ? whole.substring(PREFIX.length()) : whole;
        }

        @Override
        public String getContextPath() {
            return PREFIX;
        }

        @Override
        public String getServletPath() {
            return path;
        }
    }
}
