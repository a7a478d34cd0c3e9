package io.swen.gitops.terraform;

import io.swen.platform.crypto.SealedColumn;
import java.util.List;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import tools.jackson.databind.json.JsonMapper;

/** Serves the states to runs of Terraform, which show the password of their run. */
@Configuration(proxyBeanMethods = false)
class StateHttp {

    @Bean
    static SealedColumn sealedStateColumn() {
        return TerraformStates.sealedColumn();
    }

    @Bean
    static SealedColumn sealedBinaryPlanColumn() {
        return SavedPlans.sealedColumn();
    }

    @Bean
    ServletRegistrationBean<StateServlet> terraformStateServlet(TerraformStates states, JsonMapper json) {
        ServletRegistrationBean<StateServlet> registration =
                new ServletRegistrationBean<>(new StateServlet(states, json), StateServlet.PATH + "*");
        registration.setName("terraform-state");
        return registration;
    }

    @Bean
    @Order(90)
    SecurityFilterChain terraformStateSecurity(HttpSecurity http, TerraformRuns runs) throws Exception {
        AuthenticationManager byRun =
                given -> runs.holder(String.valueOf(given.getPrincipal()), String.valueOf(given.getCredentials()))
                        .map(holder -> new UsernamePasswordAuthenticationToken(holder, null, List.of()))
                        .orElseThrow(() -> new BadCredentialsException("no run of Terraform has this password"));
        http.securityMatcher(StateServlet.PATH + "**");
        http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated());
        http.addFilterBefore(
                new BasicAuthenticationFilter(byRun, (request, response, refused) -> {
                    response.setStatus(401);
                    response.setContentType("text/plain;charset=UTF-8");
                    response.getWriter().println("only a run of Terraform may do this");
                }),
                org.springframework.security.web.authentication.AnonymousAuthenticationFilter.class);
        http.exceptionHandling(
                handling -> handling.authenticationEntryPoint((request, response, refused) -> response.setStatus(401)));
        http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        // No browser knows the password of a run.
        http.csrf(csrf -> csrf.disable());
        http.requestCache(cache -> cache.disable());
        return http.build();
    }
}
