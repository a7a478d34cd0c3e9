package io.swen.identity.login;

import io.swen.identity.login.LoginThrottle.Kind;
import io.swen.identity.login.LoginThrottle.Origin;
import io.swen.identity.mfa.CodeCheck;
import io.swen.identity.mfa.Factor;
import io.swen.identity.mfa.SecondFactors;
import io.swen.identity.user.User;
import io.swen.identity.user.Users;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** The second step: a code of the authenticator app or one from paper, for whoever has taken the first. */
@Component
final class CodeLogin {

    private static final int LONGEST = 100;

    /** The code is right, and was used before. */
    static final class ReplayedException extends AuthenticationException {

        private static final long serialVersionUID = 1L;

        ReplayedException() {
            super("the code was used before");
        }
    }

    private final Users users;
    private final SecondFactors factors;
    private final LoginThrottle throttle;
    private final KnownOrigins origins;
    private final LoginRecord record;
    private final InstantSource wall = InstantSource.system();

    CodeLogin(Users users, SecondFactors factors, LoginThrottle throttle, KnownOrigins origins, LoginRecord record) {
        this.users = users;
        this.factors = factors;
        this.throttle = throttle;
        this.origins = origins;
        this.record = record;
    }

    /** The login with the factor that was shown now; the filter adds those that were shown before. */
    Authentication authenticate(HttpServletRequest request, @Nullable String code) {
        Authentication first = SecurityContextHolder.getContext().getAuthentication();
        if (first == null || Factor.firstAt(first).isEmpty()) {
            throw new AuthenticationCredentialsNotFoundException("the first step is missing");
        }
        User user = users.find(first.getName())
                .filter(User::enabled)
                .orElseThrow(() -> new AuthenticationCredentialsNotFoundException("the user is gone or disabled"));
        Origin origin = origins.of(request, user.name());
        if (throttle.isLocked(Kind.CODE, origin)) {
            record.failed(user.name(), "code", origin.address(), "locked");
            throw new LockedException("too many failed codes");
        }
        CodeCheck check = code == null || code.length() > LONGEST ? CodeCheck.WRONG : factors.take(user, code);
        switch (check) {
            case AUTHENTICATOR, RECOVERY_CODE -> throttle.succeeded(Kind.CODE, origin);
            case REPLAYED -> {
                // Whoever knows a code that was right does not guess.
                record.failed(user.name(), "code", origin.address(), "replayed");
                throw new ReplayedException();
            }
            case WRONG -> {
                throttle.failed(Kind.CODE, origin);
                record.failed(user.name(), "code", origin.address(), "refused");
                throw new BadCredentialsException("wrong code");
            }
        }
        boolean app = check == CodeCheck.AUTHENTICATOR;
        record.succeeded(user.name(), app ? "totp" : "recovery_code", origin.address());
        UsernamePasswordAuthenticationToken login = UsernamePasswordAuthenticationToken.authenticated(
                Objects.requireNonNull(first.getPrincipal()),
                null,
                List.of(Factor.shown(app ? Factor.TOTP : Factor.RECOVERY_CODE, wall.instant())));
        login.setDetails(first.getDetails());
        return login;
    }
}
