package io.swen.identity.login;

import io.swen.identity.login.LoginThrottle.Kind;
import io.swen.identity.login.LoginThrottle.Origin;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Checks a name and a password unless too many failures came before. */
final class PasswordLogin implements AuthenticationProvider {

    private final DaoAuthenticationProvider passwords;
    private final LoginThrottle throttle;
    private final KnownOrigins origins;
    private final LoginRecord record;

    PasswordLogin(
            DaoAuthenticationProvider passwords, LoginThrottle throttle, KnownOrigins origins, LoginRecord record) {
        this.passwords = passwords;
        this.throttle = throttle;
        this.origins = origins;
        this.record = record;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String name = attempt.getName();
        Origin origin = origins.of(request(), name);
        if (throttle.isLocked(Kind.PASSWORD, origin)) {
            record.failed(name, "password", origin.address(), "locked");
            throw new LockedException("too many failed logins");
        }
        Authentication login;
        try {
            login = passwords.authenticate(attempt);
        } catch (AuthenticationException refused) {
            throttle.failed(Kind.PASSWORD, origin);
            record.failed(name, "password", origin.address(), "refused");
            throw refused;
        }
        throttle.succeeded(Kind.PASSWORD, origin);
        record.succeeded(name, "password", origin.address());
        return login;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    private static jakarta.servlet.http.HttpServletRequest request() {
        return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
    }
}
