package io.swen.identity.issuer;

import io.swen.identity.session.LoginSessions;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Stores what people were granted. Tokens of services and exchanged tokens are not stored: they live for minutes, nothing is
 * ever asked about them, and not writing them is what lets hundreds a second be exchanged. It also makes them useless as the
 * subject of another exchange, because an exchange begins with a stored token.
 */
final class StoredAuthorizations implements OAuth2AuthorizationService {

    private static final Set<AuthorizationGrantType> PASSING =
            Set.of(AuthorizationGrantType.CLIENT_CREDENTIALS, AuthorizationGrantType.TOKEN_EXCHANGE);

    /** The attribute that names the session which the authorization was granted from. */
    static final String SESSION = "sid";

    private final OAuth2AuthorizationService store;
    private final LoginSessions sessions;
    private final Duration life;

    StoredAuthorizations(OAuth2AuthorizationService store, LoginSessions sessions, Duration life) {
        this.store = store;
        this.sessions = sessions;
        this.life = life;
    }

    @Override
    public void save(OAuth2Authorization authorization) {
        if (PASSING.contains(authorization.getAuthorizationGrantType())) {
            return;
        }
        if (authorization.getAttribute(SESSION) != null
                || !(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request)) {
            store.save(authorization);
            return;
        }
        // Granted in this request, in the browser of the person.
        UUID session = sessions.of(request.getRequest(), authorization.getPrincipalName(), life);
        store.save(OAuth2Authorization.from(authorization)
                .attribute(SESSION, session.toString())
                .build());
        sessions.granted(authorization.getId(), session);
    }

    @Override
    public void remove(OAuth2Authorization authorization) {
        store.remove(authorization);
    }

    @Override
    public @Nullable OAuth2Authorization findById(String id) {
        return store.findById(id);
    }

    @Override
    public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
        return store.findByToken(token, type);
    }
}
