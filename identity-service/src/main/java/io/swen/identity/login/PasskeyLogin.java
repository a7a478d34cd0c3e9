package io.swen.identity.login;

import io.swen.identity.mfa.Factor;
import io.swen.identity.user.User;
import io.swen.identity.user.Users;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.List;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.webauthn.authentication.WebAuthnAuthenticationProvider;
import org.springframework.security.web.webauthn.authentication.WebAuthnAuthenticationRequestToken;
import org.springframework.security.web.webauthn.management.WebAuthnRelyingPartyOperations;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Checks a passkey and turns it into the same kind of login as a password makes, so that it is stored and continued alike. Its
 * failures are not counted: a signature cannot be guessed.
 */
final class PasskeyLogin implements AuthenticationProvider {

    /** Whose passkey it was is not known where it was refused. */
    private static final String NOBODY = "";

    private final WebAuthnAuthenticationProvider passkeys;
    private final Users users;
    private final LoginRecord record;
    private final InstantSource wall = InstantSource.system();

    PasskeyLogin(WebAuthnRelyingPartyOperations passkeys, Users users, LoginRecord record) {
        this.passkeys = new WebAuthnAuthenticationProvider(passkeys, users);
        this.users = users;
        this.record = record;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        HttpServletRequest request =
                ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
        String name;
        try {
            Authentication shown = passkeys.authenticate(attempt);
            name = shown.getName();
            if (users.find(name).filter(User::enabled).isEmpty()) {
                throw new DisabledException("the user is gone or disabled");
            }
            Authentication before = SecurityContextHolder.getContext().getAuthentication();
            if (users.isFederated(name) && (before == null || !name.equals(before.getName()))) {
                // Their rights are the external issuer's to give at each login; a passkey is their second factor only.
                throw new DisabledException("this login begins at the external issuer");
            }
        } catch (AuthenticationException refused) {
            record.failed(NOBODY, "passkey", request.getRemoteAddr(), "refused");
            throw refused;
        }
        record.succeeded(name, "passkey", request.getRemoteAddr());
        return UsernamePasswordAuthenticationToken.authenticated(
                org.springframework.security.core.userdetails.User.withUsername(name)
                        .password("")
                        .authorities(List.of())
                        .build(),
                null,
                List.of(Factor.shown(Factor.WEBAUTHN, wall.instant())));
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return WebAuthnAuthenticationRequestToken.class.isAssignableFrom(authentication);
    }
}
