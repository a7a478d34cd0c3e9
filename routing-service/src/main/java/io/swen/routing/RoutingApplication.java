package io.swen.routing;

import io.swen.platform.security.AccessRules;
import io.swen.platform.security.Role;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;

/** The routing service: workloads in, explained placement decisions out. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class RoutingApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(RoutingApplication.class, arguments);
    }

    @Bean
    AccessRules accessRules() {
        Role[] anyone = AccessRules.ANYONE;
        return AccessRules.builder()
                .allow(HttpMethod.POST, "/workload", Role.OPERATOR, Role.ADMIN)
                .allow(HttpMethod.GET, "/workloads", anyone)
                .allow(HttpMethod.POST, "/api/v1/workloads", Role.OPERATOR, Role.ADMIN)
                .allow(HttpMethod.GET, "/api/v1/workloads", anyone)
                .allow(HttpMethod.GET, "/api/v1/workloads/{id}", anyone)
                .allow(HttpMethod.PUT, "/api/v1/workloads/{id}", Role.OPERATOR, Role.ADMIN)
                .allow(HttpMethod.POST, "/api/v1/workloads/{id}/cancel", Role.OPERATOR, Role.ADMIN)
                .allow(HttpMethod.GET, "/api/v1/workloads/{id}/history", anyone)
                .allow(HttpMethod.GET, "/api/v1/decisions", anyone)
                .allow(HttpMethod.GET, "/api/v1/decisions/{id}", anyone)
                .allow(HttpMethod.POST, "/api/v1/decisions/{id}/recheck", Role.SERVICE)
                .allow(HttpMethod.GET, "/api/v1/reservations", anyone)
                .build();
    }
}
