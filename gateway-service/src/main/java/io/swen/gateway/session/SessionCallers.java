package io.swen.gateway.session;

import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.problem.Problems;
import io.swen.platform.security.ActorAuthentication;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes the same caller of a browser's session as of a bearer token: whoever comes after this filter sees one kind of
 * authentication. Only for the request at hand; the session keeps its own.
 */
final class SessionCallers extends OncePerRequestFilter {

    /** The request attribute that says that the caller came by its session. */
    static final String BY_SESSION = "swen.by-session";

    private static final Logger LOG = LoggerFactory.getLogger(SessionCallers.class);
    /** Calls that need no caller, so that a cookie does not cost a look into the database. */
    private static final Set<String> OPEN = Set.of("ui", "identity", "git", "health");

    private final UserTokens tokens;
    private final JwtDecoder decoder;
    private final Problems problems;

    SessionCallers(UserTokens tokens, JwtDecoder decoder, Problems problems) {
        this.tokens = tokens;
        this.decoder = decoder;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        int end = path.indexOf('/', 1);
        return OPEN.contains(path.substring(Math.min(1, path.length()), end < 0 ? path.length() : end));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication known = SecurityContextHolder.getContext().getAuthentication();
        HttpSession session = known instanceof OAuth2AuthenticationToken ? request.getSession(false) : null;
        if (session == null) {
            chain.doFilter(request, response);
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        try {
            String token = tokens.current(session);
            if (token == null) {
                session.invalidate();
            } else {
                context.setAuthentication(
                        Objects.requireNonNull(ActorAuthentication.converter().convert(decoder.decode(token))));
                request.setAttribute(BY_SESSION, Boolean.TRUE);
            }
        } catch (BadJwtException | OAuth2AuthenticationException unusable) {
            LOG.warn("a session's token is not usable, the session ends: {}", unusable.toString());
            session.invalidate();
        } catch (JwtException keysMissing) {
            LOG.warn("tokens cannot be checked at the moment: {}", keysMissing.toString());
            problems.write(
                    request,
                    response,
                    ErrorCode.UNAVAILABLE,
                    "identity-service does not answer",
                    Duration.ofSeconds(2));
            return;
        } catch (ProblemException refused) {
            problems.write(request, response, refused.code(), refused.detail(), refused.retryAfter());
            return;
        }
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }
}
