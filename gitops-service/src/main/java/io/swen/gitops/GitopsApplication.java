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
                .allowSetAsideEvents()
                .allow(HttpMethod.POST, "/api/v1/changes", Permission.CHANGE_PROPOSE)
                .allow(HttpMethod.POST, "/api/v1/rebuild", Permission.TABLES_REBUILD)
                .allow(HttpMethod.POST, "/api/v1/rebuild/verification", Permission.TABLES_REBUILD)
                .allow(HttpMethod.POST, "/api/v1/changes/terraform", Permission.TERRAFORM_PROPOSE)
                .allow(HttpMethod.POST, "/api/v1/changes/{id}/verdicts", Permission.CHANGE_DECIDE)
                .allow(HttpMethod.POST, "/api/v1/changes/{id}/cancel", Permission.CHANGE_CANCEL)
                .allow(HttpMethod.POST, "/api/v1/changes/{id}/rollback", Permission.CHANGE_REPAIR)
                .allow(HttpMethod.POST, "/api/v1/changes/{id}/retry", Permission.CHANGE_REPAIR)
                .allow(HttpMethod.POST, "/api/v1/drift/{id}/decision", Permission.CHANGE_REPAIR)
                .allow(HttpMethod.POST, "/api/v1/pins/{workload_id}/release", Permission.CHANGE_REPAIR)
                .allowReading(
                        Permission.CHANGE_READ,
                        "/pending",
                        "/api/v1/changes",
                        "/api/v1/changes/{id}",
                        "/api/v1/changes/{id}/analysis",
                        "/api/v1/pins",
                        "/api/v1/changes/{id}/stages/{name}/log")
                .allowReading(Permission.REPOSITORY_READ, "/api/v1/policies", "/api/v1/policies/{name}")
                // Nothing is changed by it; who may push a policy may try it first.
                .allow(HttpMethod.POST, "/api/v1/policies/dry-run", Permission.TERRAFORM_PROPOSE)
                .allowReading(
                        Permission.AUTOMATION_READ,
                        "/api/v1/environments",
                        "/api/v1/environments/{name}/mode",
                        "/api/v1/kill-switch",
                        "/api/v1/kill-switch/history",
                        "/api/v1/freeze-windows",
                        "/api/v1/freeze-windows/{id}")
                .allow(HttpMethod.POST, "/api/v1/changes/{id}/break-glass", Permission.CHANGE_BREAK_GLASS)
                .allow(HttpMethod.POST, "/api/v1/changes/{id}/break-glass/review", Permission.CHANGE_DECIDE)
                .allowReading(
                        Permission.CHANGE_READ,
                        "/api/v1/break-glass",
                        "/api/v1/envelopes",
                        "/api/v1/envelopes/{id}",
                        "/api/v1/delegations",
                        "/api/v1/delegations/{id}")
                .allow(HttpMethod.POST, "/api/v1/envelopes/{id}/revoke", Permission.CHANGE_DECIDE)
                .allow(HttpMethod.POST, "/api/v1/delegations", Permission.CHANGE_DECIDE)
                .allow(HttpMethod.DELETE, "/api/v1/delegations/{id}", Permission.CHANGE_DECIDE)
                .allow(HttpMethod.PUT, "/api/v1/environments/{name}/mode", Permission.AUTOMATION_WRITE)
                .allow(HttpMethod.POST, "/api/v1/freeze-windows", Permission.AUTOMATION_WRITE)
                .allow(HttpMethod.PUT, "/api/v1/freeze-windows/{id}", Permission.AUTOMATION_WRITE)
                .allow(HttpMethod.DELETE, "/api/v1/freeze-windows/{id}", Permission.AUTOMATION_WRITE)
                .allow(HttpMethod.POST, "/api/v1/kill-switch/engage", Permission.AUTOMATION_STOP)
                .allow(HttpMethod.POST, "/api/v1/kill-switch/release", Permission.AUTOMATION_WRITE)
                .allowReading(
                        Permission.DEPLOYMENT_READ,
                        "/api/v1/deployments",
                        "/api/v1/drift",
                        "/api/v1/drift/{id}",
                        "/api/v1/deployments/{id}/reports",
                        "/api/v1/deployments/{id}/logs")
                .allowReading(Permission.REPOSITORY_READ, "/api/v1/remote")
                .allow(HttpMethod.POST, "/api/v1/remediations/{id}/acknowledge", Permission.REMEDIATION_WRITE)
                .allow(HttpMethod.POST, "/api/v1/remediations/{id}/handover", Permission.REMEDIATION_WRITE)
                .allow(HttpMethod.POST, "/api/v1/remediations/{id}/abort", Permission.REMEDIATION_WRITE)
                .allowReading(
                        Permission.REMEDIATION_READ,
                        "/api/v1/remediations",
                        "/api/v1/remediations/summary",
                        "/api/v1/remediations/{id}")
                // A workload is edited or added by both, whatever the way.
                .allow(HttpMethod.POST, "/api/v1/promotions", Permission.WORKLOAD_WRITE)
                .allow(HttpMethod.POST, "/api/v1/adoptions", Permission.WORKLOAD_WRITE)
                .allowReading(Permission.CHANGE_READ, "/api/v1/promotions/{change_id}")
                .build();
    }
}
