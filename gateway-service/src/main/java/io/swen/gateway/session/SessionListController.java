package io.swen.gateway.session;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows people where they are signed in, and signs them out there. */
@RestController
class SessionListController {

    /**
     * A browser in which the caller is signed in.
     *
     * @param address the network address of the login
     * @param current whether this very call came from it
     */
    @Schema(name = "BrowserSession")
    record SessionEntry(
            @Schema(requiredMode = REQUIRED) UUID id,
            @Schema(requiredMode = REQUIRED) Instant createdAt,
            @Schema(requiredMode = REQUIRED) Instant lastSeenAt,
            @Schema(requiredMode = REQUIRED) String address,
            @Schema(requiredMode = REQUIRED) String userAgent,
            @Schema(requiredMode = REQUIRED) boolean current) {}

    private final PersonalSessions sessions;
    private final SignOut signOut;

    SessionListController(PersonalSessions sessions, SignOut signOut) {
        this.sessions = sessions;
        this.signOut = signOut;
    }

    /** There are never more than one person may have, so the list is whole. */
    @GetMapping("/api/v1/sessions")
    Page<SessionEntry> list(HttpServletRequest request) {
        String current = currentId(request);
        List<SessionEntry> entries = sessions.of(Actor.current().name()).stream()
                .map(held -> new SessionEntry(
                        held.signedIn().id(),
                        held.signedIn().at(),
                        held.session().getLastAccessedTime(),
                        held.signedIn().address(),
                        held.signedIn().userAgent(),
                        held.session().getId().equals(current)))
                .toList();
        return new Page<>(entries, null);
    }

    /** Signs out in one browser. */
    @DeleteMapping("/api/v1/sessions/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@PathVariable("id") UUID id) {
        if (sessions.end(Actor.current().name(), held -> held.id().equals(id), "ended by its owner") == 0) {
            throw ProblemException.notFound("session", id);
        }
    }

    /** Signs out everywhere, here and at the issuer. */
    @DeleteMapping("/api/v1/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endAll() {
        signOut.everywhere();
    }

    private static @Nullable String currentId(HttpServletRequest request) {
        HttpSession session = BrowserSessions.isCaller(request) ? request.getSession(false) : null;
        return session == null ? null : session.getId();
    }
}
