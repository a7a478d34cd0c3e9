package io.swen.identity.federation;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** Lets the external issuer's logout tokens in, which prove by their signature who sent them. */
@Configuration(proxyBeanMethods = false)
class ExternalLogoutConfiguration {

    @Bean
    @Order(3)
    SecurityFilterChain externalLogout(HttpSecurity http) throws Exception {
        http.securityMatcher(request -> HttpMethod.POST.matches(request.getMethod())
                && request.getContextPath().equals("/identity")
                && request.getServletPath().equals(ExternalLogoutController.PATH));
        http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
        http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        // No browser sends it, and no cookie counts.
        http.csrf(csrf -> csrf.disable());
        http.requestCache(cache -> cache.disable());
        return http.build();
    }
}
