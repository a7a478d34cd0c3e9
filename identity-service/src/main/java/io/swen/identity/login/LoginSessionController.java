package io.swen.identity.login;

import io.swen.platform.security.Actor;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lets the gateway end the issuer's side of a session when somebody signs out there. */
@RestController
class LoginSessionController {

    private final LoginSessions sessions;

    LoginSessionController(LoginSessions sessions) {
        this.sessions = sessions;
    }

    /** The next login of the caller asks for the password again, in every browser. */
    @DeleteMapping("/api/v1/users/me/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end() {
        sessions.end(Actor.current().name());
    }
}
