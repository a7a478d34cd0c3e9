package io.swen.identity.login;

import io.swen.identity.federation.FederatedLogin;
import io.swen.identity.federation.Federation;
import io.swen.identity.federation.Federation.NoGroupException;
import io.swen.identity.mfa.Factor;
import io.swen.identity.session.LoginSessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Component;

/** Turns a login at the external issuer into one of a person here, of the same kind as a password makes. */
@Component
final class FederatedSteps implements AuthenticationSuccessHandler, AuthenticationFailureHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FederatedSteps.class);

    /** Local factors of the same person in this session stay shown. */
    private static final Set<String> LOCAL = Set.of(Factor.TOTP, Factor.RECOVERY_CODE, Factor.WEBAUTHN);

    private final Federation federation;
    private final LoginRecord record;
    private final Steps steps;
    private final InstantSource wall = InstantSource.system();

    FederatedSteps(Federation federation, LoginRecord record, Steps steps) {
        this.federation = federation;
        this.record = record;
        this.steps = steps;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication external) {
        if (!(external.getPrincipal() instanceof OidcUser known)) {
            throw new IllegalStateException("an external login without an ID token");
        }
        FederatedLogin login;
        try {
            login = federation.complete(known);
        } catch (DisabledException refused) {
            // Spring has stored the external login already; nobody is logged in who is refused.
            request.getSession().invalidate();
            SecurityContextHolder.clearContext();
            String outcome = refused instanceof NoGroupException ? "no-group" : "disabled";
            record.failed("", "federated", request.getRemoteAddr(), outcome);
            Continuation.redirect(response, request.getContextPath() + "/login?refused=" + outcome);
            return;
        }
        String name = login.user().name();
        List<GrantedAuthority> factors = new ArrayList<>(external.getAuthorities().stream()
                .filter(each ->
                        each instanceof FactorGrantedAuthority && LOCAL.contains(String.valueOf(each.getAuthority())))
                .toList());
        factors.add(Factor.shown(Factor.FEDERATED, wall.instant()));
        Instant second = login.secondFactorAt();
        if (second != null) {
            factors.add(Factor.shown(Factor.FEDERATED_MFA, second));
        }
        Authentication here = UsernamePasswordAuthenticationToken.authenticated(
                User.withUsername(name).password("").authorities(List.of()).build(), null, factors);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(here);
        SecurityContextHolder.setContext(context);
        new HttpSessionSecurityContextRepository().saveContext(context, request, response);
        request.getSession().setAttribute(LoginSessions.EXTERNAL, login.session());
        record.succeeded(name, "federated", request.getRemoteAddr());
        steps.onAuthenticationSuccess(request, response, here);
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException why) {
        LOG.warn("a login at the external issuer failed: {}", why.getMessage());
        record.failed("", "federated", request.getRemoteAddr(), "refused");
        Continuation.redirect(response, request.getContextPath() + "/login?refused=failed");
    }
}
