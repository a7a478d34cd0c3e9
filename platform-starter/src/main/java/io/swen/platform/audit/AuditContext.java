package io.swen.platform.audit;

import io.swen.platform.security.Actor;
import io.swen.platform.security.ActorAuthentication;
import io.swen.platform.security.Role;
import io.swen.platform.web.RequestIds;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Who acts, from where and in which request; all null in background work of the service itself.
 *
 * @param clientId the OAuth client that the token was given to
 * @param keyId the API key that the token was exchanged for
 * @param address of the caller, as the gateway saw it where the gateway is the peer
 */
public record AuditContext(
        @Nullable UUID actorId,
        @Nullable String clientId,
        @Nullable UUID keyId,
        @Nullable String address,
        @Nullable String requestId,
        @Nullable String traceId) {

    static final AuditContext BACKGROUND = new AuditContext(null, null, null, null, null, null);

    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final String GATEWAY = "swen-gateway";
    private static final int LONGEST_ADDRESS = 64;

    /** That of the thread at hand. */
    public static AuditContext current() {
        return of(
                RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                        ? attributes.getRequest()
                        : null);
    }

    /** That of a request which no controller has seen yet, such as in a security filter. */
    public static AuditContext of(@Nullable HttpServletRequest request) {
        ActorAuthentication caller =
                SecurityContextHolder.getContext().getAuthentication() instanceof ActorAuthentication known
                        ? known
                        : null;
        Actor actor = caller == null ? null : caller.actor();
        Jwt token = caller == null ? null : caller.getToken();
        return new AuditContext(
                actor == null ? null : actor.id(),
                caller == null ? null : caller.clientId(),
                caller == null ? null : caller.keyId(),
                request == null ? null : address(request, actor, token),
                request == null ? null : RequestIds.of(request),
                MDC.get("traceId"));
    }

    /**
     * A header can be written by anybody, so it counts only where a checked token says that the peer is the gateway or another
     * service, and then only its last entry, which that peer wrote itself.
     */
    private static @Nullable String address(HttpServletRequest request, @Nullable Actor actor, @Nullable Jwt token) {
        String forwarded = request.getHeader(FORWARDED_FOR);
        if (forwarded != null && actor != null && token != null && (actor.has(Role.SERVICE) || fromGateway(token))) {
            String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
            if (!last.isEmpty() && last.length() <= LONGEST_ADDRESS) {
                return last;
            }
        }
        return request.getRemoteAddr();
    }

    private static boolean fromGateway(Jwt token) {
        Map<String, Object> party = token.getClaimAsMap("act");
        return party != null && GATEWAY.equals(party.get("sub"));
    }
}
