package io.swen.identity.issuer;

import java.util.List;
import java.util.Map;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;

/** The gateway's request to exchange an API key that it was shown. */
final class ApiKeyGrant extends OAuth2AuthorizationGrantAuthenticationToken {

    /** The {@code subject_token_type} of API keys. */
    static final String TOKEN_TYPE = "urn:swen:token-type:api-key";

    private static final long serialVersionUID = 1L;

    private final transient String key;
    private final transient List<String> audiences;

    ApiKeyGrant(Authentication client, String key, List<String> audiences) {
        super(AuthorizationGrantType.TOKEN_EXCHANGE, client, Map.of());
        this.key = key;
        this.audiences = List.copyOf(audiences);
    }

    String key() {
        return key;
    }

    List<String> audiences() {
        return audiences;
    }

    @Override
    public String toString() {
        return "ApiKeyGrant[key=redacted, audiences=" + audiences + "]";
    }
}
