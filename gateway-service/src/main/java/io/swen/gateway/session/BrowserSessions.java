package io.swen.gateway.session;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.stereotype.Service;

/** Says whether a browser's session still holds, for connections that outlive the request they began with. */
@Service
public class BrowserSessions {

    private final SessionRepository<? extends Session> sessions;
    private final SessionProperties properties;
    private final InstantSource wall = InstantSource.system();

    BrowserSessions(SessionRepository<? extends Session> sessions, SessionProperties properties) {
        this.sessions = sessions;
        this.properties = properties;
    }

    /** Whether the caller of a request is known by its browser's session, and not by something that it showed on purpose. */
    public static boolean isCaller(HttpServletRequest request) {
        return request.getAttribute(SessionCallers.BY_SESSION) != null;
    }

    /** False once it was ended, was idle for too long, or has reached its absolute limit. */
    public boolean isActive(String sessionId) {
        Session session = sessions.findById(sessionId);
        if (session == null || session.isExpired()) {
            return false;
        }
        SessionTokens tokens = session.getAttribute(SessionTokens.ATTRIBUTE);
        return tokens != null && wall.instant().isBefore(tokens.loggedInAt().plus(properties.absolute()));
    }
}
