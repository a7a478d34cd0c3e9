package io.swen.gitops;

import io.swen.platform.security.AccessRules;
import io.swen.platform.security.Role;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;

/** The gitops service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GitopsApplication {

    public static void main(String[] args) {
        SpringApplication.run(GitopsApplication.class, args);
    }

    @Bean
    AccessRules accessRules() {
        return AccessRules.builder()
                .allow(HttpMethod.POST, "/api/v1/changes", Role.SERVICE)
                .allow(HttpMethod.GET, "/api/v1/changes", AccessRules.ANYONE)
                .allow(HttpMethod.GET, "/api/v1/changes/{id}", AccessRules.ANYONE)
                .allow(HttpMethod.GET, "/api/v1/changes/{id}/stages/{name}/log", AccessRules.ANYONE)
                .allow(HttpMethod.POST, "/api/v1/changes/{id}/verdicts", Role.APPROVER, Role.ADMIN)
                .allow(HttpMethod.POST, "/api/v1/changes/{id}/cancel", Role.OPERATOR, Role.ADMIN, Role.SERVICE)
                .allow(HttpMethod.GET, "/api/v1/deployments", AccessRules.ANYONE)
                .allow(HttpMethod.GET, "/pending", AccessRules.ANYONE)
                .build();
    }
}
