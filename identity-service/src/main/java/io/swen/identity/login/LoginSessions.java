package io.swen.identity.login;

import io.swen.identity.user.User;
import io.swen.identity.user.Users;
import io.swen.platform.audit.AuditLog;
import java.util.Map;
import java.util.Set;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The browsers that somebody is logged in with. */
@Service
class LoginSessions {

    private final FindByIndexNameSessionRepository<? extends Session> sessions;
    private final Users users;
    private final AuditLog audit;

    LoginSessions(FindByIndexNameSessionRepository<? extends Session> sessions, Users users, AuditLog audit) {
        this.sessions = sessions;
        this.users = users;
        this.audit = audit;
    }

    /** Ends all of them. */
    @Transactional
    public void end(String name) {
        Set<String> ids = Set.copyOf(sessions.findByPrincipalName(name).keySet());
        ids.forEach(sessions::deleteById);
        users.find(name)
                .map(User::actorId)
                .ifPresent(actor ->
                        audit.record("login.end", "user", actor.toString(), null, Map.of("sessions", ids.size())));
    }
}
