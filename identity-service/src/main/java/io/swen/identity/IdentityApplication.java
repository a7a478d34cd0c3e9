package io.swen.identity;

import io.swen.platform.security.AccessRules;
import io.swen.platform.security.Role;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts identity-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class IdentityApplication {

    public static void main(String[] args) {
        SpringApplication.run(IdentityApplication.class, args);
    }

    @Bean
    AccessRules accessRules() {
        return AccessRules.builder()
                .allow(HttpMethod.GET, "/api/v1/users/me", AccessRules.ANYONE)
                .allow(HttpMethod.DELETE, "/api/v1/users/me/sessions", AccessRules.ANYONE)
                .allow(HttpMethod.GET, "/api/v1/users", Role.ADMIN)
                .build();
    }
}
