package io.swen.identity.issuer;

import io.swen.identity.session.LoginSessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.oidc.web.authentication.OidcLogoutAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;

/** Ends the session that the ID token of a sign-out names, and the browser's login where it is that session's. */
final class SignOut {

    private final LoginSessions sessions;
    private final SecurityContextLogoutHandler browserLogout = new SecurityContextLogoutHandler();

    SignOut(LoginSessions sessions) {
        this.sessions = sessions;
    }

    AuthenticationSuccessHandler handler() {
        OidcLogoutAuthenticationSuccessHandler handler = new OidcLogoutAuthenticationSuccessHandler();
        handler.setLogoutHandler(this::end);
        return handler;
    }

    private void end(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication) {
        if (!(authentication instanceof OidcLogoutAuthenticationToken signOut)) {
            return;
        }
        OidcIdToken token = signOut.getIdToken();
        String session = token == null ? null : token.getClaimAsString("sid");
        String actor = token == null ? null : token.getClaimAsString("actor_id");
        if (session == null || actor == null) {
            return;
        }
        UUID id = UUID.fromString(session);
        boolean thisBrowser = sessions.isOf(request, id);
        sessions.end(UUID.fromString(actor), id, "signed out");
        if (thisBrowser) {
            browserLogout.logout(request, response, null);
        }
    }
}
