package io.swen.gitops.repository;

import io.swen.platform.security.ActorAuthentication;
import io.swen.platform.security.Permission;
import io.swen.platform.security.PermissionChecks;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagers;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** Serves the repository over smart HTTP to whoever has a token; what is pushed becomes a change, and no ref moves. */
@Configuration
class GitHttp {

    @Bean
    ServletRegistrationBean<UploadPackServlet> gitServlet(EnvironmentRepository environments, PushReceiver receiver) {
        ServletRegistrationBean<UploadPackServlet> registration = new ServletRegistrationBean<>(
                new UploadPackServlet(environments, new ReceivedPacks(environments, receiver)), "/git/*");
        registration.setName("git");
        return registration;
    }

    @Bean
    @Order(100)
    SecurityFilterChain gitSecurity(HttpSecurity http, JwtDecoder decoder, PermissionChecks checks) throws Exception {
        // git only offers its credentials after it was asked for Basic ones.
        AuthenticationEntryPoint askForBasic = (request, response, refused) -> {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"swen\"");
            response.setStatus(401);
            response.setContentType("text/plain;charset=UTF-8");
            response.getWriter().println("a valid access token is needed, as a bearer token or as the password");
        };
        AuthorizationManager<RequestAuthorizationContext> readers =
                AuthorizationManagers.allOf(checks.of(Permission.REPOSITORY_READ), GitHttp::seesAll);
        AuthorizationManager<RequestAuthorizationContext> pushers =
                AuthorizationManagers.allOf(checks.of(Permission.TERRAFORM_PROPOSE), GitHttp::seesAll);
        http.securityMatcher("/git/**");
        http.authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, "/git/**")
                .access(readers)
                .requestMatchers(HttpMethod.POST, "/git/*/git-upload-pack")
                .access(readers)
                .requestMatchers(HttpMethod.POST, "/git/*/git-receive-pack")
                .access(pushers)
                .anyRequest()
                .denyAll());
        http.oauth2ResourceServer(server -> server.bearerTokenResolver(new BasicOrBearer())
                .jwt(jwt -> jwt.decoder(decoder)
                        .jwtAuthenticationConverter(
                                token -> ActorAuthentication.converter().convert(token)))
                .authenticationEntryPoint(askForBasic));
        http.exceptionHandling(handling -> handling.authenticationEntryPoint(askForBasic));
        http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        // No browser sends these credentials on its own.
        http.csrf(csrf -> csrf.disable());
        http.requestCache(cache -> cache.disable());
        return http.build();
    }

    /** A repository is fetched as a whole, so only who may see every team and environment may fetch it. */
    private static AuthorizationResult seesAll(
            Supplier<? extends @Nullable Authentication> authentication, RequestAuthorizationContext context) {
        return new AuthorizationDecision(authentication.get() instanceof ActorAuthentication caller
                && caller.actor().teamFilter() == null
                && caller.actor().environmentFilter() == null);
    }

    /** Takes the token from the Authorization header: as it is, or as the password of Basic credentials of any user. */
    static final class BasicOrBearer implements BearerTokenResolver {

        private static final String BASIC = "Basic ";
        private final DefaultBearerTokenResolver bearer = new DefaultBearerTokenResolver();

        @Override
        public @Nullable String resolve(HttpServletRequest request) {
            String header = request.getHeader(HttpHeaders.AUTHORIZATION);
            if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
                return bearer.resolve(request);
            }
            try {
                String pair = new String(
                        Base64.getDecoder()
                                .decode(header.substring(BASIC.length()).strip()),
                        StandardCharsets.UTF_8);
                int colon = pair.indexOf(':');
                return colon < 0 || colon == pair.length() - 1 ? null : pair.substring(colon + 1);
            } catch (IllegalArgumentException notBase64) {
                // Without a token the request is refused like any other that has none.
                return null;
            }
        }
    }
}
