package io.swen.identity.login;

import io.swen.identity.user.User;
import io.swen.identity.user.Users;
import io.swen.platform.audit.AuditLog;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
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
    private final JdbcTemplate jdbc;

    LoginSessions(
            FindByIndexNameSessionRepository<? extends Session> sessions,
            Users users,
            AuditLog audit,
            JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.sessions = sessions;
        this.users = users;
        this.audit = audit;
    }

    /** Ends all but one of them. */
    @Transactional
    public void endOthers(String name, String kept) {
        Set<String> ids = Set.copyOf(sessions.findByPrincipalName(name).keySet());
        ids.stream().filter(id -> !id.equals(kept)).forEach(sessions::deleteById);
        // Without these no token can be refreshed or exchanged; a browser that is logged in here gets new ones unasked.
        jdbc.update("delete from oauth2_authorization where principal_name = ?", name);
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
