package io.swen.gateway.session;

import io.swen.platform.audit.AuditLog;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** The sessions that somebody has in all browsers. */
@Service
class PersonalSessions {

    /** A session with what is known of its login. */
    record Held(Session session, SignedIn signedIn) {}

    private final FindByIndexNameSessionRepository<? extends Session> sessions;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;

    PersonalSessions(
            FindByIndexNameSessionRepository<? extends Session> sessions,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            AuditLog audit,
            ApplicationEventPublisher events) {
        this.sessions = sessions;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.audit = audit;
        this.events = events;
    }

    /** The newest first. */
    List<Held> of(String subject) {
        return sessions.findByPrincipalName(subject).values().stream()
                .filter(session -> !session.isExpired())
                .<Held>mapMulti((session, held) -> {
                    SignedIn signedIn = session.getAttribute(SignedIn.ATTRIBUTE);
                    if (signedIn != null && signedIn.subject().equals(subject)) {
                        held.accept(new Held(session, signedIn));
                    }
                })
                .sorted(Comparator.comparing((Held held) -> held.signedIn().at())
                        .reversed())
                .toList();
    }

    /** Ends those that are wanted, and answers how many. */
    int end(String subject, Predicate<SignedIn> wanted, String cause) {
        List<Held> ending = of(subject).stream()
                .filter(held -> wanted.test(held.signedIn()))
                .toList();
        ending.forEach(held -> end(held.session().getId(), held.signedIn().id(), cause));
        return ending.size();
    }

    /** Ends a session and whatever hangs on it; the record of it and the end itself are one transaction. */
    void end(String sessionId, UUID id, String cause) {
        transactions.executeWithoutResult(status -> {
            if (jdbc.update("delete from spring_session where session_id = ?", sessionId) > 0) {
                audit.record("session.end", "session", id.toString(), null, Map.of("cause", cause));
            }
        });
        events.publishEvent(new SessionEnded(sessionId));
    }
}
