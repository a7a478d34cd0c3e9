package io.swen.gateway.session;

import io.swen.platform.audit.AuditLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.security.ActorAuthentication;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes a session of a login: notes where it came from, records it, and goes on to the page that asked for it. */
@Component
class LoginSuccess implements AuthenticationSuccessHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LoginSuccess.class);

    private final PersonalSessions sessions;
    private final SessionProperties properties;
    private final JwtDecoder decoder;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final AuditLog audit;
    private final AuthenticationFailureHandler failure = new LoginFailure();
    private final InstantSource wall = InstantSource.system();

    LoginSuccess(
            PersonalSessions sessions,
            SessionProperties properties,
            JwtDecoder decoder,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            AuditLog audit) {
        this.sessions = sessions;
        this.properties = properties;
        this.decoder = decoder;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.audit = audit;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException, ServletException {
        HttpSession session = request.getSession();
        try {
            String path = LoginParameters.takeReturnPath(session);
            signIn(request, session, authentication);
            response.sendRedirect(path);
        } catch (JwtException | OAuth2AuthenticationException | DataAccessException | TransactionException broken) {
            // Without a usable token or a record of it there is no session.
            LOG.error("a login could not be completed", broken);
            session.invalidate();
            failure.onAuthenticationFailure(
                    request,
                    response,
                    new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.SERVER_ERROR), broken));
        }
    }

    private void signIn(HttpServletRequest request, HttpSession session, Authentication authentication) {
        SessionTokens tokens = Objects.requireNonNull(
                (SessionTokens) session.getAttribute(SessionTokens.ATTRIBUTE), "a login without tokens");
        ActorAuthentication caller =
                Objects.requireNonNull(ActorAuthentication.converter().convert(decoder.decode(tokens.accessToken())));
        SignedIn before = (SignedIn) session.getAttribute(SignedIn.ATTRIBUTE);
        boolean again = before != null && before.subject().equals(authentication.getName());
        String userAgent = request.getHeader(HttpHeaders.USER_AGENT);
        SignedIn signedIn = new SignedIn(
                again ? before.id() : Uuids.next(),
                authentication.getName(),
                again ? before.at() : wall.instant(),
                request.getRemoteAddr(),
                userAgent == null ? "" : userAgent,
                authentication.getPrincipal() instanceof OidcUser user ? user.getClaimAsString("sid") : null);
        session.setAttribute(SignedIn.ATTRIBUTE, signedIn);
        SecurityContext known = SecurityContextHolder.getContext();
        try {
            SecurityContextHolder.setContext(new SecurityContextImpl(caller));
            transactions.executeWithoutResult(status -> record(signedIn, again));
            endTheOldest(signedIn.subject());
        } finally {
            SecurityContextHolder.setContext(known);
        }
    }

    private void record(SignedIn signedIn, boolean again) {
        audit.record(
                again ? "session.renew" : "session.start",
                "session",
                signedIn.id().toString(),
                null,
                Map.of());
        if (signedIn.issuerSession() != null) {
            jdbc.update(
                    "insert into issuer_session (sid, subject, at) values (?, ?, ?)"
                            + " on conflict (sid) do update set subject = excluded.subject, at = excluded.at",
                    signedIn.issuerSession(),
                    signedIn.subject(),
                    Timestamp.from(wall.instant()));
        }
    }

    /** The session at hand is not among those that are stored yet. */
    private void endTheOldest(String subject) {
        List<PersonalSessions.Held> others = sessions.of(subject);
        others.stream()
                .skip(properties.concurrent() - 1L)
                .forEach(held ->
                        sessions.end(held.session().getId(), held.signedIn().id(), "more sessions than allowed"));
    }
}
