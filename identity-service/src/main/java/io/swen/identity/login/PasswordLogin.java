package io.swen.identity.login;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Checks a name and a password unless too many failures came before. */
final class PasswordLogin implements AuthenticationProvider {

    private final DaoAuthenticationProvider passwords;
    private final LoginThrottle throttle;
    private final LoginRecord record;

    PasswordLogin(DaoAuthenticationProvider passwords, LoginThrottle throttle, LoginRecord record) {
        this.passwords = passwords;
        this.throttle = throttle;
        this.record = record;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String name = attempt.getName();
        String address =
                attempt.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
        if (throttle.isLocked(name, address)) {
            record.failed(name, address, "locked");
            throw new LockedException("too many failed logins");
        }
        Authentication login;
        try {
            login = passwords.authenticate(attempt);
        } catch (AuthenticationException refused) {
            throttle.failed(name, address);
            record.failed(name, address, "refused");
            throw refused;
        }
        throttle.succeeded(name, address);
        record.succeeded(name, address);
        return login;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
