package io.swen.identity.login;

import io.swen.identity.user.Users;
import io.swen.platform.SwenProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;

/** The login form and what protects it. */
@Configuration(proxyBeanMethods = false)
class LoginConfiguration {

    /** Browsers hold form-action against the redirects that follow, too: back to the gateway and to a waiting command line. */
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self';"
            + " form-action 'self' http://127.0.0.1:*; frame-ancestors 'none'; base-uri 'none'";

    @Bean
    @Order(2)
    SecurityFilterChain loginSecurity(
            HttpSecurity http,
            Users users,
            PasswordEncoder passwords,
            LoginThrottle throttle,
            LoginRecord record,
            LoginPage page,
            SwenProperties swen)
            throws Exception {
        DaoAuthenticationProvider byPassword = new DaoAuthenticationProvider(users);
        byPassword.setPasswordEncoder(passwords);
        http.securityMatcher(request -> request.getContextPath().equals("/identity")
                && (request.getServletPath().equals("/login")
                        || request.getServletPath().equals("/login.css")));
        http.authenticationProvider(new PasswordLogin(byPassword, throttle, record));
        http.authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, "/login", "/login.css")
                .permitAll()
                .anyRequest()
                .denyAll());
        http.formLogin(form -> form.loginPage("/login")
                .loginProcessingUrl("/login")
                .successHandler(success(swen))
                .failureHandler(new Failure(page, throttle)));
        http.headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(POLICY))
                .referrerPolicy(referrer ->
                        referrer.policy(ReferrerPolicyHeaderWriter.ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN)));
        return http.build();
    }

    /** On to what was asked for, or to the dashboard where the login page was opened by itself. */
    private static AuthenticationSuccessHandler success(SwenProperties swen) {
        SavedRequestAwareAuthenticationSuccessHandler handler = new SavedRequestAwareAuthenticationSuccessHandler();
        handler.setDefaultTargetUrl(swen.publicUrl() + "/ui/");
        return handler;
    }

    /** Back to the form; where the caller is locked out, with the time to wait. */
    private static final class Failure implements AuthenticationFailureHandler {

        private final AuthenticationFailureHandler refused = new SimpleUrlAuthenticationFailureHandler("/login?error");
        private final LoginPage page;
        private final LoginThrottle throttle;

        Failure(LoginPage page, LoginThrottle throttle) {
            this.page = page;
            this.throttle = throttle;
        }

        @Override
        public void onAuthenticationFailure(
                HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
                throws IOException, jakarta.servlet.ServletException {
            if (!(why instanceof LockedException)) {
                refused.onAuthenticationFailure(request, response, why);
                return;
            }
            String message = "Too many failed attempts. Try again in "
                    + Math.max(1, throttle.lock().toMinutes()) + " minutes.";
            response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
            response.setHeader(
                    HttpHeaders.RETRY_AFTER, Long.toString(throttle.lock().toSeconds()));
            response.setContentType(MediaType.TEXT_HTML_VALUE + ";charset=UTF-8");
            response.getOutputStream().write(page.draw(request, message, null).getBytes(StandardCharsets.UTF_8));
        }
    }
}
