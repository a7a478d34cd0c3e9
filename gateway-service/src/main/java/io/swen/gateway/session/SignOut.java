package io.swen.gateway.session;

import io.swen.gateway.exchange.Credential;
import io.swen.gateway.exchange.TokenExchange;
import io.swen.platform.client.RemoteException;
import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.SwenService;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.ActorAuthentication;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Service;
import org.springframework.web.client.ResourceAccessException;

/** Ends browsers' sessions, and their counterpart at the issuer so that the next login asks for the password. */
@Service
class SignOut {

    private static final Logger LOG = LoggerFactory.getLogger(SignOut.class);
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ObjectProvider<ServiceClients> clients;
    private final TokenExchange exchange;
    private final PersonalSessions sessions;

    SignOut(ObjectProvider<ServiceClients> clients, TokenExchange exchange, PersonalSessions sessions) {
        this.clients = clients;
        this.exchange = exchange;
        this.sessions = sessions;
    }

    /** Ends the session of the browser that calls. */
    void here(HttpSession session) {
        SignedIn signedIn = (SignedIn) session.getAttribute(SignedIn.ATTRIBUTE);
        if (signedIn != null) {
            sessions.end(session.getId(), signedIn.id(), "signed out");
        }
        session.invalidate();
        endAtIssuer("/api/v1/users/me/sessions/current");
    }

    /** Ends all sessions of the caller, in whichever browser. */
    void everywhere() {
        ActorAuthentication caller = caller();
        if (caller != null) {
            sessions.end(caller.actor().name(), held -> true, "signed out everywhere");
            endAtIssuer("/api/v1/users/me/sessions");
        }
    }

    private static @Nullable ActorAuthentication caller() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof ActorAuthentication caller
                ? caller
                : null;
    }

    private void endAtIssuer(String sessionsThere) {
        ActorAuthentication caller = caller();
        if (caller == null) {
            return;
        }
        try {
            String token = exchange.tokenFor(Credential.of(caller), "swen-identity");
            clients.getObject()
                    .to(SwenService.IDENTITY, LIMIT)
                    .delete()
                    .uri(sessionsThere)
                    .headers(headers -> headers.setBearerAuth(token))
                    .retrieve()
                    .toBodilessEntity();
        } catch (ProblemException | RemoteException | ResourceAccessException unavailable) {
            // Signing out here must not depend on the issuer; its session ends by itself.
            LOG.warn("the issuer's session could not be ended: {}", unavailable.toString());
        }
    }
}
