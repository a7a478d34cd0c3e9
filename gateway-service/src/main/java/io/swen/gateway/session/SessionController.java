package io.swen.gateway.session;

import io.swen.platform.security.Actor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the dashboard who is signed in, and signs out. */
@RestController
class SessionController {

    private final GatewayProperties properties;
    private final SignOut signOut;
    private final Clock clock;

    SessionController(GatewayProperties properties, SignOut signOut, Clock clock) {
        this.properties = properties;
        this.signOut = signOut;
        this.clock = clock;
    }

    @GetMapping("/session")
    SessionView session(HttpServletRequest request) {
        Actor actor = Actor.currentOrNull();
        if (actor == null) {
            return nobody();
        }
        CsrfToken csrf =
                request.getSession(false) == null ? null : (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        return new SessionView(
                true,
                SessionView.User.of(actor),
                csrf == null ? null : new SessionView.Csrf(csrf.getHeaderName(), csrf.getToken()),
                properties.simulated(),
                clock.instant(),
                SessionSecurity.LOGIN_URL);
    }

    /** Ends the session here and at the issuer; without a session there is nothing to do, and that is no error. */
    @PostMapping("/logout")
    SessionView logout(HttpServletRequest request) {
        @Nullable HttpSession session = request.getSession(false);
        if (session != null) {
            signOut.here(session);
        }
        return nobody();
    }

    private SessionView nobody() {
        return new SessionView(false, null, null, properties.simulated(), clock.instant(), SessionSecurity.LOGIN_URL);
    }
}
