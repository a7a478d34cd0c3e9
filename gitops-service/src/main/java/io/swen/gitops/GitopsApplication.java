package io.swen.gitops;

import io.swen.platform.security.AccessRules;
import io.swen.platform.security.Permission;
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
                .allowEncryptionKeys()
                .allow(HttpMethod.POST, "/api/v1/changes", Permission.CHANGE_PROPOSE)
                .allow(HttpMethod.POST, "/api/v1/changes/terraform", Permission.TERRAFORM_PROPOSE)
                .allow(HttpMethod.POST, "/api/v1/changes/{id}/verdicts", Permission.CHANGE_DECIDE)
                .allow(HttpMethod.POST, "/api/v1/changes/{id}/cancel", Permission.CHANGE_CANCEL)
                .allowReading(
                        Permission.CHANGE_READ,
                        "/pending",
                        "/api/v1/changes",
                        "/api/v1/changes/{id}",
                        "/api/v1/changes/{id}/stages/{name}/log")
                .allowReading(Permission.REPOSITORY_READ, "/api/v1/policies", "/api/v1/policies/{name}")
                // Nothing is changed by it; who may push a policy may try it first.
                .allow(HttpMethod.POST, "/api/v1/policies/dry-run", Permission.TERRAFORM_PROPOSE)
                .allowReading(Permission.DEPLOYMENT_READ, "/api/v1/deployments")
                .build();
    }
}
