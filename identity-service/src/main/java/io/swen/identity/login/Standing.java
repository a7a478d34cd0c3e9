package io.swen.identity.login;

import io.swen.identity.mfa.Enrolment;
import io.swen.identity.mfa.Factor;
import io.swen.identity.mfa.SecondFactors;
import io.swen.identity.user.User;
import io.swen.identity.user.Users;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.FactorAuthorizationDecision;
import org.springframework.security.authorization.RequiredFactor;
import org.springframework.security.authorization.RequiredFactorError;
import org.springframework.security.core.Authentication;

/**
 * How far somebody's login has come.
 *
 * @param firstAt when it began; null where nothing it could begin with was shown
 * @param federatedSecond whether the external issuer saw a second factor in this login
 * @param secondAt when the latest second factor was shown; null where none was
 */
record Standing(
        User user,
        Enrolment enrolment,
        boolean federatedSecond,
        @Nullable Instant firstAt,
        @Nullable Instant secondAt) {

    /** Stands for setting a second factor up, where there is none to show. */
    static final String ENROLMENT = "FACTOR_ENROLMENT";

    /** Empty for nobody, and for somebody who is gone or disabled. */
    static Optional<Standing> of(@Nullable Authentication login, Users users, SecondFactors factors) {
        if (login == null || !login.isAuthenticated() || login instanceof AnonymousAuthenticationToken) {
            return Optional.empty();
        }
        return users.find(login.getName())
                .filter(User::enabled)
                .map(user -> new Standing(
                        user,
                        factors.of(user),
                        Factor.isFederatedSecond(login),
                        Factor.firstAt(login).orElse(null),
                        Factor.secondAt(login).orElse(null)));
    }

    boolean enrolled() {
        return enrolment.factors() > 0;
    }

    static AuthorizationResult granted() {
        return new FactorAuthorizationDecision(List.of());
    }

    /** The login has to begin, or to begin anew. */
    static AuthorizationResult needsFirst() {
        return needs(Factor.PASSWORD);
    }

    /** A second factor is needed now: the one that the person has, or one that has to be set up. */
    AuthorizationResult needsSecond() {
        if (!enrolled() && federatedSecond) {
            // The one who can show it anew is the external issuer.
            return needsFirst();
        }
        return needs(enrolled() ? Factor.TOTP : ENROLMENT);
    }

    private static AuthorizationResult needs(String factor) {
        return new FactorAuthorizationDecision(List.of(RequiredFactorError.createMissing(
                RequiredFactor.withAuthority(factor).build())));
    }
}
