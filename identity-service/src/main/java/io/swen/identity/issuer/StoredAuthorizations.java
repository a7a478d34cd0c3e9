package io.swen.identity.issuer;

import io.swen.identity.session.LoginSessions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Stores what people were granted, beside the session that they granted it in. Tokens of services and exchanged tokens are not
 * stored: they live for minutes, nothing is ever asked about them, and not writing them is what lets hundreds a second be
 * exchanged. It also makes them useless as the subject of another exchange, because an exchange begins with a stored token.
 *
 * <p>Codes and tokens are stored by their SHA-256 only: they are random or signed, so nobody finds them from it, and they are looked
 * up by what a caller shows. The authorization that is found has the shown one in the clear again, and the hashes of the others.
 */
final class StoredAuthorizations extends JdbcOAuth2AuthorizationService {

    /** The attribute that names the session which the authorization was granted from. */
    static final String SESSION = "sid";

    private static final String HASHED = "sha256:";
    private static final Set<AuthorizationGrantType> PASSING =
            Set.of(AuthorizationGrantType.CLIENT_CREDENTIALS, AuthorizationGrantType.TOKEN_EXCHANGE);

    /** Kinds that are looked up by a token; {@code state} is none. */
    private static final Set<Class<? extends OAuth2Token>> KINDS =
            Set.of(OAuth2AuthorizationCode.class, OAuth2AccessToken.class, OAuth2RefreshToken.class, OidcIdToken.class);

    private final LoginSessions sessions;
    private final Duration life;

    StoredAuthorizations(
            JdbcOperations jdbc, RegisteredClientRepository clients, LoginSessions sessions, Duration life) {
        super(jdbc, clients);
        this.sessions = sessions;
        this.life = life;
        Function<OAuth2Authorization, List<SqlParameterValue>> columns = getAuthorizationParametersMapper();
        setAuthorizationParametersMapper(authorization -> hashed(authorization, columns.apply(authorization)));
    }

    @Override
    public void save(OAuth2Authorization authorization) {
        if (PASSING.contains(authorization.getAuthorizationGrantType())) {
            return;
        }
        if (authorization.getAttribute(SESSION) != null
                || !(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request)) {
            super.save(authorization);
            return;
        }
        // Granted in this request, in the browser of the person.
        UUID session = sessions.of(request.getRequest(), authorization.getPrincipalName(), life);
        super.save(OAuth2Authorization.from(authorization)
                .attribute(SESSION, session.toString())
                .build());
        sessions.granted(authorization.getId(), session);
    }

    @Override
    public @Nullable OAuth2Authorization findByToken(String shown, @Nullable OAuth2TokenType type) {
        if (type != null && "state".equals(type.getValue())) {
            return super.findByToken(shown, type);
        }
        String hash = HASHED + sha256(shown);
        OAuth2Authorization found = super.findByToken(hash, type);
        return found == null ? null : withShown(found, hash, shown);
    }

    private static OAuth2Authorization withShown(OAuth2Authorization stored, String hash, String shown) {
        for (Class<? extends OAuth2Token> kind : KINDS) {
            OAuth2Authorization.Token<? extends OAuth2Token> token = stored.getToken(kind);
            if (token != null && token.getToken().getTokenValue().equals(hash)) {
                Map<String, Object> metadata = token.getMetadata();
                return OAuth2Authorization.from(stored)
                        .token(inTheClear(token.getToken(), shown), kept -> kept.putAll(metadata))
                        .build();
            }
        }
        return stored;
    }

    private static OAuth2Token inTheClear(OAuth2Token token, String shown) {
        return switch (token) {
            case OAuth2AccessToken access ->
                new OAuth2AccessToken(
                        access.getTokenType(), shown, access.getIssuedAt(), access.getExpiresAt(), access.getScopes());
            case OAuth2RefreshToken refresh ->
                new OAuth2RefreshToken(shown, refresh.getIssuedAt(), refresh.getExpiresAt());
            case OAuth2AuthorizationCode code ->
                new OAuth2AuthorizationCode(
                        shown, Objects.requireNonNull(code.getIssuedAt()), Objects.requireNonNull(code.getExpiresAt()));
            case OidcIdToken id -> new OidcIdToken(shown, id.getIssuedAt(), id.getExpiresAt(), id.getClaims());
            default -> token;
        };
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<SqlParameterValue> hashed(OAuth2Authorization authorization, List<SqlParameterValue> columns) {
        Map<String, String> hashes = new HashMap<>();
        for (Class<? extends OAuth2Token> kind : KINDS) {
            OAuth2Authorization.Token<? extends OAuth2Token> token = authorization.getToken(kind);
            if (token != null && !token.getToken().getTokenValue().startsWith(HASHED)) {
                String value = token.getToken().getTokenValue();
                hashes.put(value, HASHED + sha256(value));
            }
        }
        List<SqlParameterValue> kept = new ArrayList<>(columns.size());
        for (SqlParameterValue column : columns) {
            String hash = column.getValue() instanceof String value ? hashes.get(value) : null;
            kept.add(hash == null ? column : new SqlParameterValue(column.getSqlType(), hash));
        }
        return kept;
    }
}
