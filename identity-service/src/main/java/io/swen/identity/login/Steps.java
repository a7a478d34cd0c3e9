package io.swen.identity.login;

import io.swen.identity.mfa.SecondFactors;
import io.swen.identity.user.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/** What follows a step that was taken: its origin is remembered once the login is as far as it can get, and it goes on. */
@Component
final class Steps implements AuthenticationSuccessHandler {

    private final Users users;
    private final SecondFactors factors;
    private final KnownOrigins origins;
    private final Continuation continuation;

    Steps(Users users, SecondFactors factors, KnownOrigins origins, Continuation continuation) {
        this.users = users;
        this.factors = factors;
        this.origins = origins;
        this.continuation = continuation;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication login) {
        Continuation.redirect(response, next(request, response, login));
    }

    /** Where the login goes on. */
    String next(HttpServletRequest request, HttpServletResponse response, Authentication login) {
        Standing.of(login, users, factors)
                .filter(standing -> standing.secondAt() != null || !standing.enrolled())
                .ifPresent(standing -> origins.remember(request, response, standing.user()));
        return continuation.target(request, response);
    }
}
