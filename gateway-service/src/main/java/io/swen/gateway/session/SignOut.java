package io.swen.gateway.session;

import io.swen.gateway.exchange.Credential;
import io.swen.gateway.exchange.TokenExchange;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.client.RemoteException;
import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.SwenService;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.ResourceAccessException;

/** Ends a browser's session, and its counterpart at the issuer so that the next login asks for the password. */
@Service
class SignOut {

    private static final Logger LOG = LoggerFactory.getLogger(SignOut.class);
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ObjectProvider<ServiceClients> clients;
    private final TokenExchange exchange;
    private final AuditLog audit;
    private final TransactionTemplate transactions;

    SignOut(
            ObjectProvider<ServiceClients> clients,
            TokenExchange exchange,
            AuditLog audit,
            TransactionTemplate transactions) {
        this.clients = clients;
        this.exchange = exchange;
        this.audit = audit;
        this.transactions = transactions;
    }

    void end(HttpSession session) {
        SessionTokens tokens = (SessionTokens) session.getAttribute(SessionTokens.ATTRIBUTE);
        Actor actor = Actor.currentOrNull();
        session.invalidate();
        boolean issuerEnded = tokens != null && endAtIssuer(tokens);
        if (actor != null) {
            transactions.executeWithoutResult(status -> audit.record(
                    "session.end", "user", actor.id().toString(), null, Map.of("issuer_ended", issuerEnded)));
        }
    }

    private boolean endAtIssuer(SessionTokens tokens) {
        try {
            String token = exchange.tokenFor(new Credential.AccessToken(tokens.accessToken()), "swen-identity");
            clients.getObject()
                    .to(SwenService.IDENTITY, LIMIT)
                    .delete()
                    .uri("/api/v1/users/me/sessions")
                    .headers(headers -> headers.setBearerAuth(token))
                    .retrieve()
                    .toBodilessEntity();
            return true;
        } catch (ProblemException | RemoteException | ResourceAccessException unavailable) {
            // Signing out here must not depend on the issuer; its session ends by itself.
            LOG.warn("the issuer's session could not be ended: {}", unavailable.toString());
            return false;
        }
    }
}
