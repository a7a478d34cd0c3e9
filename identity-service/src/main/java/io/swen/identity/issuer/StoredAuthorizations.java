package io.swen.identity.issuer;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * Stores what people were granted. Tokens of services and exchanged tokens are not stored: they live for minutes, nothing is
 * ever asked about them, and not writing them is what lets hundreds a second be exchanged. It also makes them useless as the
 * subject of another exchange, because an exchange begins with a stored token.
 */
final class StoredAuthorizations implements OAuth2AuthorizationService {

    private static final Set<AuthorizationGrantType> PASSING =
            Set.of(AuthorizationGrantType.CLIENT_CREDENTIALS, AuthorizationGrantType.TOKEN_EXCHANGE);

    private final OAuth2AuthorizationService store;

    StoredAuthorizations(OAuth2AuthorizationService store) {
        this.store = store;
    }

    @Override
    public void save(OAuth2Authorization authorization) {
        if (!PASSING.contains(authorization.getAuthorizationGrantType())) {
            store.save(authorization);
        }
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
