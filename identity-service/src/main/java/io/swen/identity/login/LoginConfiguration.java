package io.swen.identity.login;

import io.swen.identity.federation.Federation;
import io.swen.identity.login.CodeLogin.ReplayedException;
import io.swen.identity.user.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.authorization.EnableMultiFactorAuthentication;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.authentication.session.CompositeSessionAuthenticationStrategy;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfAuthenticationStrategy;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.webauthn.authentication.WebAuthnAuthenticationFilter;
import org.springframework.security.web.webauthn.management.WebAuthnRelyingPartyOperations;
import tools.jackson.databind.json.JsonMapper;

/** The pages of the login, their steps, and what protects them. */
@Configuration(proxyBeanMethods = false)
@EnableMultiFactorAuthentication(authorities = {})
class LoginConfiguration {

    /** Browsers hold form-action against the redirects that follow, too: back to the gateway and to a waiting command line. */
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self';"
            + " form-action 'self' http://127.0.0.1:*; frame-ancestors 'none'; base-uri 'none'";

    /** Passkeys are the one thing that a browser does for scripts only. */
    private static final String SCRIPT_POLICY = POLICY + "; script-src 'self'; connect-src 'self'";

    private static final Set<String> SCRIPT_PAGES = Set.of("/login", "/login/factor", "/security/passkeys");
    private static final List<String> OPEN_FILES = List.of("/login.css", "/passkey.js");

    @Bean
    @Order(2)
    SecurityFilterChain loginSecurity(
            HttpSecurity http,
            Users users,
            PasswordEncoder passwords,
            LoginThrottle throttle,
            KnownOrigins origins,
            LoginRecord record,
            Pages pages,
            CodeLogin codes,
            WebAuthnRelyingPartyOperations passkeys,
            LoginGate gate,
            FreshGate fresh,
            Steps steps,
            LoginProperties properties,
            Federation federation,
            FederatedSteps federated)
            throws Exception {
        DaoAuthenticationProvider byPassword = new DaoAuthenticationProvider(users);
        byPassword.setPasswordEncoder(passwords);
        http.securityMatcher(LoginConfiguration::isOurs);
        http.authenticationProvider(new PasswordLogin(byPassword, throttle, origins, record));
        http.authorizeHttpRequests(
                requests -> requests.requestMatchers(HttpMethod.GET, OPEN_FILES.toArray(String[]::new))
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/login", "/login/factor")
                        .permitAll()
                        .requestMatchers("/security", "/security/**", "/webauthn/register")
                        .access(fresh)
                        .anyRequest()
                        .denyAll());
        if (properties.local()) {
            http.formLogin(form -> form.loginPage("/login")
                    .loginProcessingUrl("/login")
                    .successHandler(steps)
                    .failureHandler(new Failure("/login", "login", pages, throttle)));
        } else if (!federation.enabled()) {
            throw new IllegalStateException("swen.identity.login.local is false and swen.identity.federation.issuer-uri"
                    + " is not set: nobody could log in");
        }
        if (federation.enabled()) {
            http.oauth2Login(login -> {
                login.loginPage("/login").successHandler(federated).failureHandler(federated);
                federation.configure(login, properties.longest(), LoginGate::isAskedAnew);
            });
        }
        SessionAuthenticationStrategy rotation = new CompositeSessionAuthenticationStrategy(List.of(
                new ChangeSessionIdAuthenticationStrategy(),
                new CsrfAuthenticationStrategy(new HttpSessionCsrfTokenRepository())));
        http.webAuthn(webAuthn -> webAuthn.disableDefaultRegistrationPage(true)
                .withObjectPostProcessor(new Passkey(new PasskeyLogin(passkeys, users, record), rotation, steps)));
        http.addFilterAfter(
                new CodeFilter(codes, rotation, steps, new Failure("/login/factor", "factor", pages, throttle)),
                UsernamePasswordAuthenticationFilter.class);
        http.exceptionHandling(gate::leadOn);
        http.headers(headers -> headers.addHeaderWriter(policy())
                .referrerPolicy(referrer ->
                        referrer.policy(ReferrerPolicyHeaderWriter.ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN)));
        return http.build();
    }

    private static boolean isOurs(HttpServletRequest request) {
        String path = request.getServletPath();
        return request.getContextPath().equals("/identity")
                && (path.equals("/login")
                        || path.startsWith("/login/")
                        || path.equals("/security")
                        || path.startsWith("/security/")
                        || path.startsWith("/webauthn/")
                        || path.equals(Federation.START)
                        || OPEN_FILES.contains(path));
    }

    private static HeaderWriter policy() {
        return (request, response) -> response.setHeader(
                "Content-Security-Policy", SCRIPT_PAGES.contains(request.getServletPath()) ? SCRIPT_POLICY : POLICY);
    }

    /** The filter that takes a code for the second step. */
    private static final class CodeFilter extends AbstractAuthenticationProcessingFilter {

        private final CodeLogin codes;

        CodeFilter(
                CodeLogin codes,
                SessionAuthenticationStrategy rotation,
                AuthenticationSuccessHandler next,
                AuthenticationFailureHandler failure) {
            super(PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/login/factor"));
            this.codes = codes;
            setMfaEnabled(true);
            setSessionAuthenticationStrategy(rotation);
            setSecurityContextRepository(new HttpSessionSecurityContextRepository());
            setAuthenticationSuccessHandler(next);
            setAuthenticationFailureHandler(failure);
        }

        @Override
        public Authentication attemptAuthentication(HttpServletRequest request, HttpServletResponse response) {
            return codes.authenticate(request, request.getParameter("code"));
        }
    }

    /** Makes Spring's filter for passkeys a step like the others. */
    private record Passkey(PasskeyLogin login, SessionAuthenticationStrategy rotation, Steps steps)
            implements ObjectPostProcessor<WebAuthnAuthenticationFilter> {

        private static final JsonMapper JSON = new JsonMapper();

        @Override
        public <O extends WebAuthnAuthenticationFilter> O postProcess(O filter) {
            filter.setMfaEnabled(true);
            filter.setAuthenticationManager(new ProviderManager(login));
            filter.setSessionAuthenticationStrategy(rotation);
            filter.setAuthenticationSuccessHandler((request, response, shown) -> {
                response.setContentType(MediaType.APPLICATION_JSON_VALUE);
                response.getOutputStream()
                        .write(JSON.writeValueAsBytes(Map.of("next", steps.next(request, response, shown))));
            });
            return filter;
        }
    }

    /** Back to the form; where the caller is locked out, with the time to wait. */
    private record Failure(String path, String page, Pages pages, LoginThrottle throttle)
            implements AuthenticationFailureHandler {

        @Override
        public void onAuthenticationFailure(
                HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
                throws IOException {
            if (why instanceof LockedException) {
                long minutes = Math.max(1, throttle.lock().toMinutes());
                response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
                response.setHeader(
                        HttpHeaders.RETRY_AFTER, Long.toString(throttle.lock().toSeconds()));
                pages.write(
                        request,
                        response,
                        page,
                        Map.of(
                                "title",
                                "Wait a moment",
                                "error",
                                "Too many failed attempts. Try again in " + minutes + " minutes.",
                                "form",
                                true,
                                "local",
                                true));
            } else if (why instanceof AuthenticationCredentialsNotFoundException) {
                Continuation.redirect(response, request.getContextPath() + "/login");
            } else {
                Continuation.redirect(
                        response,
                        request.getContextPath() + path + (why instanceof ReplayedException ? "?replayed" : "?error"));
            }
        }
    }
}
