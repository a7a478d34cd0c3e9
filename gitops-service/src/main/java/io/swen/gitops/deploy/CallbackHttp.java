package io.swen.gitops.deploy;

import io.swen.platform.problem.Problems;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** Opens the addresses of callbacks to instances, whose own tokens decide about them. */
@Configuration(proxyBeanMethods = false)
class CallbackHttp {

    @Bean
    ServletRegistrationBean<CallbackServlet> callbackServlet(
            CallbackTokens tokens,
            Deployments deployments,
            WorkloadReports reports,
            BootstrapProperties properties,
            Problems problems) {
        ServletRegistrationBean<CallbackServlet> registration = new ServletRegistrationBean<>(
                new CallbackServlet(tokens, deployments, reports, properties, problems), CallbackServlet.PATH + "*");
        registration.setName("workload-callbacks");
        return registration;
    }

    @Bean
    @Order(85)
    SecurityFilterChain callbackSecurity(HttpSecurity http) throws Exception {
        http.securityMatcher(CallbackServlet.PATH + "**");
        http.authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.POST, CallbackServlet.PATH + "*/*")
                .permitAll()
                .anyRequest()
                .denyAll());
        http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        // No browser has such a token.
        http.csrf(csrf -> csrf.disable());
        http.requestCache(cache -> cache.disable());
        return http.build();
    }
}
