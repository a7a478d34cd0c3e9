package io.swen.platform.security;

import io.swen.platform.SwenProperties;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.Problems;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Bearer tokens on every call but the health probes, by the table of the service; everything else is denied. */
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
            "org.springframework.boot.security.oauth2.server.resource.autoconfigure.servlet.OAuth2ResourceServerAutoConfiguration"
        })
public class SecurityAutoConfiguration {

    /** Lower than any chain that a service adds for paths of its own. */
    public static final int ORDER = 1000;

    /** The authentication context class of a login with a second factor. */
    public static final String MFA = "urn:swen:acr:mfa";

    /** The bean of Boot that checks tokens by keys which it fetches; one with its keys at hand needs no help. */
    private static final String FETCHING_DECODER = "jwtDecoderByJwkKeySetUri";

    @Bean
    static VerifiedTokens verifiedTokens() {
        return new VerifiedTokens();
    }

    @Bean
    static BeanPostProcessor tokensAreRemembered(ObjectProvider<VerifiedTokens> verified) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof JwtDecoder decoder && name.equals(FETCHING_DECODER)
                        ? verified.getObject().remembering(decoder)
                        : bean;
            }
        };
    }

    /** No service but the issuer knows passwords, so Boot must not make up a user. */
    @Bean
    @ConditionalOnMissingBean
    UserDetailsService noLocalUsers() {
        return username -> {
            throw new org.springframework.security.core.userdetails.UsernameNotFoundException(username);
        };
    }

    /** A span for each filter of each request tells nobody anything and takes longer than the filters do. */
    @Bean
    static SecurityObservationSettings noSpansOfFilters() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    PermissionChecks permissionChecks(SwenProperties properties) {
        return new PermissionChecks(properties.security().stepUpAge(), InstantSource.system());
    }

    @Bean
    AuthenticationEntryPoint problemEntryPoint(Problems problems) {
        return (request, response, refused) -> {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            problems.write(
                    request,
                    response,
                    ErrorCode.UNAUTHENTICATED,
                    "send a valid, unexpired access token for this service as Authorization: Bearer …",
                    null);
        };
    }

    @Bean
    AccessDeniedHandler problemAccessDeniedHandler(Problems problems, SwenProperties properties) {
        Duration age = properties.security().stepUpAge();
        return (request, response, refused) -> {
            boolean stepUp = refused instanceof AuthorizationDeniedException denied
                    && denied.getAuthorizationResult() == PermissionCheck.Outcome.STEP_UP_REQUIRED;
            ErrorCode code = stepUp ? ErrorCode.STEP_UP_REQUIRED : ErrorCode.FORBIDDEN;
            if (stepUp) {
                // RFC 9470.
                response.setHeader(
                        HttpHeaders.WWW_AUTHENTICATE,
                        "Bearer error=\"insufficient_user_authentication\", acr_values=\"" + MFA + "\", max_age="
                                + age.toSeconds());
                problems.write(
                        request,
                        response,
                        code,
                        "sign in again with a second factor, not longer than " + age + " ago",
                        null);
            } else {
                problems.write(request, response, code, "the caller's roles do not allow this call", null);
            }
        };
    }

    @Bean
    @Order(ORDER)
    @ConditionalOnBean(AccessRules.class)
    SecurityFilterChain apiSecurity(
            HttpSecurity http,
            AccessRules access,
            PermissionChecks checks,
            JwtDecoder decoder,
            Problems problems,
            AuthenticationEntryPoint problemEntryPoint,
            AccessDeniedHandler problemAccessDeniedHandler)
            throws Exception {
        http.authorizeHttpRequests(requests -> {
            requests.requestMatchers(HttpMethod.GET, "/actuator/health/**", "/actuator/health")
                    .permitAll();
            requests.requestMatchers("/error").permitAll();
            for (AccessRules.Rule rule : access.rules()) {
                requests.requestMatchers(rule.method(), rule.pattern()).access(checks.of(rule.permission()));
            }
            requests.anyRequest().denyAll();
        });
        http.oauth2ResourceServer(server -> server.bearerTokenResolver(new BearerHeader())
                .jwt(jwt -> jwt.decoder(decoder)
                        .jwtAuthenticationConverter(
                                jwtToken -> ActorAuthentication.converter().convert(jwtToken)))
                .authenticationEntryPoint(problemEntryPoint)
                .accessDeniedHandler(problemAccessDeniedHandler)
                .withObjectPostProcessor(new BearerTokenFailures(problems, problemEntryPoint)));
        http.exceptionHandling(handling ->
                handling.authenticationEntryPoint(problemEntryPoint).accessDeniedHandler(problemAccessDeniedHandler));
        http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        // Bearer tokens are not sent by a browser on its own, so there is nothing to forge.
        http.csrf(csrf -> csrf.disable());
        http.requestCache(cache -> cache.disable());
        return http.build();
    }
}
