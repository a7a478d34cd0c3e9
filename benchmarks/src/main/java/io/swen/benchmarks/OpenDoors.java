package io.swen.benchmarks;

import io.swen.platform.security.ActorAuthentication;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/** The baseline: a service that lets everybody in as the same actor without looking at a token. Never part of a service. */
@Configuration(proxyBeanMethods = false)
class OpenDoors {

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain everybody(HttpSecurity http) throws Exception {
        http.securityMatcher("/**");
        http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
        http.csrf(csrf -> csrf.disable());
        http.addFilterBefore(new SameActor(), AuthorizationFilter.class);
        return http.build();
    }

    private static final class SameActor extends OncePerRequestFilter {

        private final ActorAuthentication actor =
                Objects.requireNonNull(ActorAuthentication.converter().convert(token()));

        private static Jwt token() {
            return Jwt.withTokenValue("none")
                    .header("alg", "none")
                    .subject("bench")
                    .claims(claims -> claims.putAll(Map.of(
                            "actor_id",
                            new UUID(0, 1).toString(),
                            "roles",
                            List.of("operator"),
                            "teams",
                            List.of("*"),
                            "environments",
                            List.of("*"))))
                    .build();
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            SecurityContextHolder.setContext(new SecurityContextImpl(actor));
            try {
                chain.doFilter(request, response);
            } finally {
                SecurityContextHolder.clearContext();
            }
        }
    }
}
