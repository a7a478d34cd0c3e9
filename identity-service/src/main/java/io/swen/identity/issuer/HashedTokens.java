package io.swen.identity.issuer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Stores codes and tokens by their SHA-256 only: they are random or signed, so nobody finds them from it, and they are looked up by
 * what a caller shows. The authorization that is found has the shown one in the clear again, and the hashes of the others.
 */
final class HashedTokens implements OAuth2AuthorizationService {

    private static final String HASHED = "sha256:";

    /** Kinds that are looked up by a token; {@code state} is none. */
    private static final Set<Class<? extends OAuth2Token>> KINDS =
            Set.of(OAuth2AuthorizationCode.class, OAuth2AccessToken.class, OAuth2RefreshToken.class, OidcIdToken.class);

    private final JdbcOAuth2AuthorizationService store;

    HashedTokens(JdbcOperations jdbc, RegisteredClientRepository clients) {
        this.store = new Store(jdbc, clients);
    }

    @Override
    public void save(OAuth2Authorization authorization) {
        store.save(authorization);
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
    public @Nullable OAuth2Authorization findByToken(String shown, @Nullable OAuth2TokenType type) {
        if (type != null && "state".equals(type.getValue())) {
            return store.findByToken(shown, type);
        }
        String hash = HASHED + sha256(shown);
        OAuth2Authorization found = store.findByToken(hash, type);
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

    private static final class Store extends JdbcOAuth2AuthorizationService {

        Store(JdbcOperations jdbc, RegisteredClientRepository clients) {
            super(jdbc, clients);
            Function<OAuth2Authorization, List<SqlParameterValue>> columns = getAuthorizationParametersMapper();
            setAuthorizationParametersMapper(authorization -> hashed(authorization, columns.apply(authorization)));
        }

        private static List<SqlParameterValue> hashed(
                OAuth2Authorization authorization, List<SqlParameterValue> columns) {
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
}
