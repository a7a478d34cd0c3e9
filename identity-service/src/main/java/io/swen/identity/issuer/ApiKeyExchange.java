package io.swen.identity.issuer;

import io.swen.identity.apikey.ApiKeys;
import io.swen.identity.apikey.KeyGrant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Exchanges an API key for a token of one minute for one service, so that keys never travel behind the gateway and a revoked one
 * is out of use within that minute.
 */
final class ApiKeyExchange implements AuthenticationProvider {

    static final Duration LIFE = Duration.ofSeconds(60);
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    private final ApiKeys keys;
    private final JwtEncoder encoder;
    private final String issuer;
    private final InstantSource wall = InstantSource.system();

    ApiKeyExchange(ApiKeys keys, JwtEncoder encoder, String issuer) {
        this.keys = keys;
        this.encoder = encoder;
        this.issuer = issuer;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        ApiKeyGrant grant = (ApiKeyGrant) authentication;
        if (!(grant.getPrincipal() instanceof OAuth2ClientAuthenticationToken client) || !client.isAuthenticated()) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        RegisteredClient registered = client.getRegisteredClient();
        if (registered == null
                || !registered.getAuthorizationGrantTypes().contains(AuthorizationGrantType.TOKEN_EXCHANGE)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT);
        }
        List<String> audience = Audiences.one(grant.audiences());
        KeyGrant key = keys.redeem(grant.key())
                .orElseThrow(() -> new OAuth2AuthenticationException(new OAuth2Error(
                        OAuth2ErrorCodes.INVALID_GRANT, "the API key is unknown, expired or revoked", null)));
        Jwt jwt = encoder.encode(JwtEncoderParameters.from(
                JwsHeader.with(SignatureAlgorithm.RS256).build(), claims(key, audience, registered.getClientId())));
        OAuth2AccessToken token = new OAuth2AccessToken(
                OAuth2AccessToken.TokenType.BEARER,
                jwt.getTokenValue(),
                jwt.getIssuedAt(),
                jwt.getExpiresAt(),
                Set.of());
        return new OAuth2AccessTokenAuthenticationToken(
                registered, client, token, null, Map.of(OAuth2ParameterNames.ISSUED_TOKEN_TYPE, ACCESS_TOKEN));
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return ApiKeyGrant.class.isAssignableFrom(authentication);
    }

    /** No amr, acr or times: a program has shown no factor of a person. */
    private JwtClaimsSet claims(KeyGrant key, List<String> audience, String clientId) {
        Instant now = wall.instant();
        JwtClaimsSet.Builder claims = JwtClaimsSet.builder()
                .issuer(issuer)
                .subject(key.owner().name())
                .audience(audience)
                .issuedAt(now)
                .notBefore(now)
                .expiresAt(now.plus(LIFE))
                .id(UUID.randomUUID().toString())
                .claim("name", key.owner().displayName())
                .claim("key_id", key.keyId().toString())
                .claim(OAuth2ParameterNames.CLIENT_ID, clientId)
                .claim("act", Map.of(JwtClaimNames.SUB, clientId));
        TokenClaims.rights(claims, key.owner().actorId(), key.roles(), key.teams(), key.environments());
        return claims.build();
    }
}
