package io.swen.gateway.live;

import io.swen.gateway.exchange.Credential;
import io.swen.gateway.session.BrowserSessions;
import io.swen.platform.SwenProperties;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.RefusalListener;
import io.swen.platform.security.ActorAuthentication;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Lets in whom the security filters know. A browser sends its cookie from any page, so with a cookie the page has to be one of
 * ours; a bearer token is sent on purpose only.
 */
@Component
class LiveHandshake implements HandshakeInterceptor {

    static final String ENTRY = "swen.entry";

    private final LiveHub hub;
    private final SwenProperties swen;
    private final LiveProperties properties;
    private final RefusalListener refusals;

    LiveHandshake(LiveHub hub, SwenProperties swen, LiveProperties properties, RefusalListener refusals) {
        this.hub = hub;
        this.swen = swen;
        this.properties = properties;
        this.refusals = refusals;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        if (!(request instanceof ServletServerHttpRequest servlet)
                || !(SecurityContextHolder.getContext().getAuthentication() instanceof ActorAuthentication caller)) {
            response.setStatusCode(HttpStatus.UNAUTHORIZED);
            return false;
        }
        HttpServletRequest raw = servlet.getServletRequest();
        boolean bySession = BrowserSessions.isCaller(raw);
        if (bySession && !isOurs(request.getHeaders().getOrigin())) {
            refusals.refused(raw, ErrorCode.FORBIDDEN);
            response.setStatusCode(HttpStatus.FORBIDDEN);
            return false;
        }
        if (!hub.hasRoomFor(caller.actor().id())) {
            refusals.refused(raw, ErrorCode.TOO_MANY_REQUESTS);
            response.setStatusCode(HttpStatus.TOO_MANY_REQUESTS);
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, "30");
            return false;
        }
        HttpSession session = bySession ? raw.getSession(false) : null;
        attributes.put(
                ENTRY,
                new LiveClient.Entry(
                        caller.actor(),
                        session == null ? null : session.getId(),
                        Credential.of(caller) instanceof Credential.ApiKey key ? key : null,
                        // A session's access token and that of a key are renewed; session and key are looked at
                        // instead.
                        session == null && !(Credential.of(caller) instanceof Credential.ApiKey)
                                ? caller.getToken().getExpiresAt()
                                : null));
        return true;
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception failure) {
        // Nothing was set up that would have to be taken down.
    }

    private boolean isOurs(@Nullable String origin) {
        return origin != null
                && (origin.equals(swen.publicUrl().toString())
                        || properties.origins().contains(origin));
    }
}
