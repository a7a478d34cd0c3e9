package io.swen.identity.issuer;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import io.swen.identity.user.User;
import io.swen.identity.user.Users;
import io.swen.platform.client.SwenService;
import io.swen.platform.security.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/** Puts the claims that docs/architecture.md fixes into tokens; people's are read anew for each, so a refresh follows a change. */
final class TokenClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {

    private static final List<String> ALL = List.of("*");
    private static final List<String> AUDIENCES = Stream.concat(
                    Stream.of("gateway"), Arrays.stream(SwenService.values()).map(SwenService::id))
            .map(service -> "swen-" + service)
            .toList();
    private static final NameBasedGenerator SERVICE_IDS =
            Generators.nameBasedGenerator(UUID.fromString("5d9f3a1c-7b1e-5c56-9a57-0d5f6f8f7c31"));

    private final Users users;

    TokenClaims(Users users) {
        this.users = users;
    }

    @Override
    public void customize(JwtEncodingContext context) {
        if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
            context.getClaims().audience(new ArrayList<>(AUDIENCES));
        }
        if (AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType())) {
            String clientId = context.getRegisteredClient().getClientId();
            claims(context, serviceId(clientId), List.of(Role.SERVICE), ALL, ALL);
        } else {
            person(context);
        }
    }

    /** The same client has the same id in every installation and after every restart (RFC 9562, version 5). */
    static UUID serviceId(String clientId) {
        return SERVICE_IDS.generate(clientId);
    }

    private void person(JwtEncodingContext context) {
        Authentication login = context.getPrincipal();
        if (login == null) {
            throw gone();
        }
        User user = users.find(login.getName()).filter(User::enabled).orElseThrow(TokenClaims::gone);
        claims(context, user.actorId(), user.roles(), user.teams(), user.environments());
        Instant at = authenticatedAt(login);
        context.getClaims().claims(claims -> {
            claims.put("amr", new ArrayList<>(List.of("pwd")));
            claims.put("name", user.displayName());
            if (at != null) {
                // A Date, as it is one of the classes that may be read back; the token has seconds.
                claims.put("auth_time", Date.from(at));
            }
        });
    }

    private static void claims(
            JwtEncodingContext context,
            UUID actorId,
            Collection<Role> roles,
            Collection<String> teams,
            Collection<String> environments) {
        // Plain array lists: the stored authorization is read back by class name, and only well-known classes are let
        // in.
        context.getClaims()
                .claim("actor_id", actorId.toString())
                .claim(
                        "roles",
                        new ArrayList<>(roles.stream()
                                .map(role -> role.name().toLowerCase(Locale.ROOT))
                                .sorted()
                                .toList()))
                .claim("teams", new ArrayList<>(teams))
                .claim("environments", new ArrayList<>(environments));
    }

    private static @Nullable Instant authenticatedAt(Authentication login) {
        return login.getAuthorities().stream()
                .filter(FactorGrantedAuthority.class::isInstance)
                .map(factor -> ((FactorGrantedAuthority) factor).getIssuedAt())
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static OAuth2AuthenticationException gone() {
        return new OAuth2AuthenticationException(
                new OAuth2Error(OAuth2ErrorCodes.INVALID_GRANT, "the user is gone or disabled", null));
    }
}
