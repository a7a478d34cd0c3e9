package io.swen.platform.security;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;

/** A checked access token together with the actor that its claims name. */
public final class ActorAuthentication extends AbstractOAuth2TokenAuthenticationToken<Jwt> {

    private static final long serialVersionUID = 1L;

    private final transient Actor actor;

    private ActorAuthentication(Jwt token, Actor actor, Collection<? extends GrantedAuthority> authorities) {
        super(token, actor, token, authorities);
        this.actor = actor;
        setAuthenticated(true);
    }

    public Actor actor() {
        return actor;
    }

    /** The client that was given the token; null where its issuer does not say. */
    public @Nullable String clientId() {
        return getToken().getClaimAsString("client_id");
    }

    /** The API key that the token was exchanged for; null where a person or a service acts. */
    public @Nullable UUID keyId() {
        String id = getToken().getClaimAsString("key_id");
        return id == null ? null : UUID.fromString(id);
    }

    /** When the person last showed a second factor; null if not in this login. */
    public @Nullable Instant secondFactorAt() {
        return getToken().getClaimAsInstant("mfa_time");
    }

    @Override
    public String getName() {
        return actor.name();
    }

    @Override
    public java.util.Map<String, Object> getTokenAttributes() {
        return getToken().getClaims();
    }

    /** Reads the claims that docs/architecture.md fixes; a token without them is refused. */
    public static Converter<Jwt, ActorAuthentication> converter() {
        return jwt -> {
            Actor actor = actorOf(jwt);
            List<SimpleGrantedAuthority> authorities = actor.roles().stream()
                    .map(role -> new SimpleGrantedAuthority(role.authority()))
                    .toList();
            return new ActorAuthentication(jwt, actor, authorities);
        };
    }

    private static Actor actorOf(Jwt jwt) {
        try {
            Set<Role> roles = new HashSet<>();
            for (String role : list(jwt, "roles")) {
                roles.add(Role.of(role));
            }
            String id = jwt.getClaimAsString("actor_id");
            String subject = jwt.getSubject();
            if (id == null || subject == null) {
                throw new IllegalArgumentException("actor_id and sub are needed");
            }
            if (jwt.hasClaim("key_id")) {
                UUID.fromString(jwt.getClaimAsString("key_id"));
            }
            return new Actor(
                    UUID.fromString(id),
                    subject,
                    roles,
                    Set.copyOf(list(jwt, "teams")),
                    Set.copyOf(list(jwt, "environments")));
        } catch (IllegalArgumentException e) {
            throw new OAuth2AuthenticationException(
                    BearerTokenErrors.invalidToken("the token's claims are not those of this platform"), e);
        }
    }

    private static List<String> list(Jwt jwt, String claim) {
        List<String> values = jwt.getClaimAsStringList(claim);
        return values == null ? List.of() : values;
    }
}
