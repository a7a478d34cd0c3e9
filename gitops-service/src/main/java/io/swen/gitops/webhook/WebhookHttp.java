package io.swen.gitops.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.gitops.host.RemoteLook;
import io.swen.platform.problem.Problems;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** Opens the addresses of webhooks to callers without a token; the signature decides about them. */
@Configuration(proxyBeanMethods = false)
class WebhookHttp {

    @Bean
    ServletRegistrationBean<WebhookServlet> webhookServlet(
            WebhookProperties properties,
            Deliveries deliveries,
            RemoteLook remote,
            Problems problems,
            MeterRegistry metrics) {
        ServletRegistrationBean<WebhookServlet> registration = new ServletRegistrationBean<>(
                new WebhookServlet(properties, deliveries, remote, problems, metrics), WebhookServlet.PATH + "*");
        registration.setName("webhooks");
        return registration;
    }

    @Bean
    @Order(80)
    SecurityFilterChain webhookSecurity(HttpSecurity http) throws Exception {
        http.securityMatcher(WebhookServlet.PATH + "**");
        http.authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.POST, WebhookServlet.PATH + "*")
                .permitAll()
                .anyRequest()
                .denyAll());
        http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        // No browser can sign.
        http.csrf(csrf -> csrf.disable());
        http.requestCache(cache -> cache.disable());
        return http.build();
    }
}
