package io.swen.identity.session;

import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.platform.security.ActorAuthentication;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows people where they are logged in and lets them end it; admins, everybody's. */
@RestController
class SessionController {

    private static final String CURRENT = "current";

    private final LoginSessions sessions;

    SessionController(LoginSessions sessions) {
        this.sessions = sessions;
    }

    @GetMapping("/api/v1/users/me/sessions")
    Page<LoginSession> own() {
        return new Page<>(sessions.list(Actor.current().id(), current()), null);
    }

    /** The next login of the caller asks for the password again, in every browser. */
    @DeleteMapping("/api/v1/users/me/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endOwn() {
        sessions.endAll(Actor.current().id(), "ended by its owner");
    }

    /** Ends one of the caller's sessions; {@code current} is the one that the token comes from. */
    @DeleteMapping("/api/v1/users/me/sessions/{session}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endOwn(@PathVariable("session") String session) {
        UUID id = CURRENT.equals(session) ? current() : uuid(session);
        end(Actor.current().id(), id, session, "ended by its owner");
    }

    @GetMapping("/api/v1/users/{id}/sessions")
    Page<LoginSession> ofUser(@PathVariable("id") UUID user) {
        requireUser(user);
        return new Page<>(sessions.list(user, current()), null);
    }

    @DeleteMapping("/api/v1/users/{id}/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endOfUser(@PathVariable("id") UUID user) {
        requireUser(user);
        sessions.endAll(user, "ended by an admin");
    }

    @DeleteMapping("/api/v1/users/{id}/sessions/{session}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endOfUser(@PathVariable("id") UUID user, @PathVariable("session") UUID session) {
        end(user, session, session.toString(), "ended by an admin");
    }

    private void end(UUID user, @Nullable UUID session, String asked, String why) {
        if (session == null || !sessions.end(user, session, why)) {
            throw ProblemException.notFound("session", asked);
        }
    }

    private void requireUser(UUID user) {
        if (!sessions.isUser(user)) {
            throw ProblemException.notFound("user", user);
        }
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("session", text);
        }
    }

    /** The session that the caller's token was granted from, where it was granted from one. */
    private static @Nullable UUID current() {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof ActorAuthentication caller
                && caller.getToken().getClaimAsString("sid") instanceof String sid) {
            return UUID.fromString(sid);
        }
        return null;
    }
}
