package io.swen.gateway.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;

/** Keeps the tokens of a login in its session, and of the client that got them nothing: that would store its secret as well. */
final class SessionTokenStore implements OAuth2AuthorizedClientRepository {

    private final InstantSource wall = InstantSource.system();

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // the interface's signature
    public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
            String registrationId, Authentication principal, HttpServletRequest request) {
        // Nothing of Spring Security renews tokens here; UserTokens does.
        return null;
    }

    @Override
    public void saveAuthorizedClient(
            OAuth2AuthorizedClient client,
            Authentication principal,
            HttpServletRequest request,
            HttpServletResponse response) {
        OAuth2RefreshToken refresh = client.getRefreshToken();
        Instant expiry = Objects.requireNonNull(client.getAccessToken().getExpiresAt(), "the token does not expire");
        HttpSession session = request.getSession();
        session.setAttribute(
                SessionTokens.ATTRIBUTE,
                new SessionTokens(
                        client.getAccessToken().getTokenValue(),
                        expiry,
                        refresh == null ? null : refresh.getTokenValue(),
                        loggedInAt(session, principal)));
    }

    /** Showing another factor in the middle of a session does not make the session longer. */
    private Instant loggedInAt(HttpSession session, Authentication principal) {
        SignedIn signedIn = (SignedIn) session.getAttribute(SignedIn.ATTRIBUTE);
        return signedIn != null && signedIn.subject().equals(principal.getName()) ? signedIn.at() : wall.instant();
    }

    @Override
    public void removeAuthorizedClient(
            String registrationId, Authentication principal, HttpServletRequest request, HttpServletResponse response) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.removeAttribute(SessionTokens.ATTRIBUTE);
        }
    }
}
