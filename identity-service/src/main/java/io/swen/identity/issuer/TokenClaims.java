package io.swen.identity.issuer;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import io.swen.identity.session.LoginSessions;
import io.swen.identity.user.User;
import io.swen.identity.user.Users;
import io.swen.platform.security.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenExchangeAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/** Puts the claims that docs/architecture.md fixes into tokens; people's are read anew for each, so a refresh follows a change. */
final class TokenClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {

    /** The longest life of a token that the gateway got in exchange. */
    static final Duration EXCHANGED_LIFE = Duration.ofMinutes(5);

    private static final String SID = "sid";
    private static final List<String> ALL = List.of("*");
    private static final NameBasedGenerator SERVICE_IDS =
            Generators.nameBasedGenerator(UUID.fromString("5d9f3a1c-7b1e-5c56-9a57-0d5f6f8f7c31"));

    private final Users users;
    private final LoginSessions sessions;

    TokenClaims(Users users, LoginSessions sessions) {
        this.users = users;
        this.sessions = sessions;
    }

    @Override
    public void customize(JwtEncodingContext context) {
        String clientId = context.getRegisteredClient().getClientId();
        if (AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType())) {
            rights(context.getClaims(), serviceId(clientId), List.of(Role.SERVICE), ALL, ALL);
        } else {
            person(context);
        }
        if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
            context.getClaims().claim(OAuth2ParameterNames.CLIENT_ID, clientId);
            if (context.getAuthorizationGrant() instanceof OAuth2TokenExchangeAuthenticationToken exchange) {
                exchanged(context, exchange);
            } else {
                context.getClaims().audience(audience(context));
            }
        }
    }

    /** The same client has the same id in every installation and after every restart (RFC 9562, version 5). */
    static UUID serviceId(String clientId) {
        return SERVICE_IDS.generate(clientId);
    }

    private static List<String> audience(JwtEncodingContext context) {
        if (context.getAuthorizationGrant() instanceof OAuth2ClientCredentialsAuthenticationToken service) {
            Object asked = service.getAdditionalParameters().get(OAuth2ParameterNames.AUDIENCE);
            return Audiences.one(asked instanceof String single ? List.of(single) : List.of());
        }
        // People's tokens go to the gateway, which exchanges them for one of the service at hand.
        return new ArrayList<>(List.of(Audiences.GATEWAY));
    }

    /** The same person for one service only, and who asked for it (RFC 8693, section 4.1). */
    private static void exchanged(JwtEncodingContext context, OAuth2TokenExchangeAuthenticationToken exchange) {
        if (exchange.getActorToken() != null || !exchange.getResources().isEmpty()) {
            throw new OAuth2AuthenticationException(new OAuth2Error(
                    OAuth2ErrorCodes.INVALID_REQUEST,
                    "name the target by audience; resource and actor_token are not supported",
                    null));
        }
        List<String> audience = Audiences.one(exchange.getAudiences());
        String actor = context.getRegisteredClient().getClientId();
        Instant subjectEnds = expiry(context.getAuthorization());
        context.getClaims()
                .audience(audience)
                .claim("act", Map.of(JwtClaimNames.SUB, actor))
                .claims(claims -> shorten(claims, subjectEnds));
    }

    private static @Nullable Instant expiry(@Nullable OAuth2Authorization subject) {
        OAuth2Authorization.Token<OAuth2AccessToken> token = subject == null ? null : subject.getAccessToken();
        return token == null ? null : token.getToken().getExpiresAt();
    }

    private static void shorten(Map<String, Object> claims, @Nullable Instant subjectEnds) {
        if (!(claims.get(JwtClaimNames.IAT) instanceof Instant issued)) {
            throw new IllegalStateException("a token without iat");
        }
        Instant latest = issued.plus(EXCHANGED_LIFE);
        claims.put(JwtClaimNames.EXP, subjectEnds != null && subjectEnds.isBefore(latest) ? subjectEnds : latest);
    }

    private void person(JwtEncodingContext context) {
        Authentication login = context.getPrincipal();
        if (login == null) {
            throw gone();
        }
        User user = users.find(login.getName()).filter(User::enabled).orElseThrow(TokenClaims::gone);
        rights(context.getClaims(), user.actorId(), user.roles(), user.teams(), user.environments());
        Factors factors = Factors.of(login.getAuthorities());
        String session = session(context.getAuthorization());
        if (session != null) {
            sessions.seen(UUID.fromString(session));
            context.getClaims().claim(SID, session);
        }
        context.getClaims().claims(claims -> {
            claims.put("name", user.displayName());
            claims.put("amr", new ArrayList<>(factors.amr()));
            claims.put("acr", factors.acr());
            // Dates, as they are one of the classes that may be read back; the token has seconds.
            Instant authTime = factors.authTime();
            if (authTime != null) {
                claims.put("auth_time", Date.from(authTime));
            }
            Instant mfaTime = factors.mfaTime();
            if (mfaTime != null) {
                claims.put("mfa_time", Date.from(mfaTime));
            }
        });
    }

    private static @Nullable String session(@Nullable OAuth2Authorization authorization) {
        return authorization == null ? null : authorization.getAttribute(StoredAuthorizations.SESSION);
    }

    static void rights(
            JwtClaimsSet.Builder claims,
            UUID actorId,
            Collection<Role> roles,
            Collection<String> teams,
            Collection<String> environments) {
        // Plain array lists: the stored authorization is read back by class name, and only well-known classes are let
        // in.
        claims.claim("actor_id", actorId.toString())
                .claim(
                        "roles",
                        new ArrayList<>(roles.stream()
                                .map(role -> role.name().toLowerCase(Locale.ROOT))
                                .sorted()
                                .toList()))
                .claim("teams", new ArrayList<>(teams))
                .claim("environments", new ArrayList<>(environments));
    }

    private static OAuth2AuthenticationException gone() {
        return new OAuth2AuthenticationException(
                new OAuth2Error(OAuth2ErrorCodes.INVALID_GRANT, "the user is gone or disabled", null));
    }
}
