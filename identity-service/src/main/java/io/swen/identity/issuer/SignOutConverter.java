package io.swen.identity.issuer;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.oidc.web.authentication.OidcLogoutAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads a request to sign out without the browser's session id: Spring Authorization Server takes a hash of that id for the {@code
 * sid}, which changes at each login and is not told of when somebody has several browsers. Ours is compared by {@link SignOut}.
 */
final class SignOutConverter implements AuthenticationConverter {

    private final OidcLogoutAuthenticationConverter converter = new OidcLogoutAuthenticationConverter();

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        OidcLogoutAuthenticationToken read = (OidcLogoutAuthenticationToken) converter.convert(request);
        return new OidcLogoutAuthenticationToken(
                read.getIdTokenHint(),
                (Authentication) read.getPrincipal(),
                null,
                read.getClientId(),
                read.getPostLogoutRedirectUri(),
                read.getState());
    }
}
