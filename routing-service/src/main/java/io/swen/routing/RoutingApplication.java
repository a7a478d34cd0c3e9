package io.swen.routing;

import io.swen.platform.security.AccessRules;
import io.swen.platform.security.Permission;
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
        return AccessRules.builder()
                .allowSetAsideEvents()
                .allow(HttpMethod.POST, "/workload", Permission.WORKLOAD_WRITE)
                .allow(HttpMethod.POST, "/api/v1/workloads", Permission.WORKLOAD_WRITE)
                .allow(HttpMethod.POST, "/api/v1/workloads:batch", Permission.WORKLOAD_WRITE)
                .allow(HttpMethod.PUT, "/api/v1/workloads/{id}", Permission.WORKLOAD_WRITE)
                .allow(HttpMethod.POST, "/api/v1/workloads/{id}/cancel", Permission.WORKLOAD_WRITE)
                .allow(HttpMethod.POST, "/api/v1/workloads/{id}/pause", Permission.WORKLOAD_WRITE)
                .allow(HttpMethod.POST, "/api/v1/workloads/{id}/resume", Permission.WORKLOAD_WRITE)
                .allow(HttpMethod.POST, "/api/v1/workloads/{id}/restart", Permission.WORKLOAD_WRITE)
                .allow(HttpMethod.POST, "/api/v1/workloads/{id}/retry", Permission.WORKLOAD_WRITE)
                .allowReading(
                        Permission.WORKLOAD_READ,
                        "/workloads",
                        "/api/v1/workloads",
                        "/api/v1/workloads:counts",
                        "/api/v1/workloads/{id}",
                        "/api/v1/workloads/{id}/history",
                        "/api/v1/workloads/{id}/spot-plan",
                        "/api/v1/batches/{id}")
                .allowReading(Permission.AUDIT_READ, "/api/v1/decisions/verification")
                .allowReading(Permission.DECISION_READ, "/api/v1/decisions", "/api/v1/decisions/{id}")
                .allowReading(Permission.DECISION_READ, "/api/v1/decisions/{id}/counterfactuals")
                .allowReading(Permission.DECISION_READ, "/api/v1/decisions/{id}/realised")
                .allow(HttpMethod.POST, "/api/v1/decisions/{id}/replay", Permission.DECISION_READ)
                .allow(HttpMethod.POST, "/api/v1/decisions/{id}/what-if", Permission.DECISION_READ)
                .allow(HttpMethod.POST, "/api/v1/what-if", Permission.DECISION_READ)
                .allow(HttpMethod.POST, "/api/v1/decisions/{id}/recheck", Permission.DECISION_RECHECK)
                .allowReading(Permission.RESERVATION_READ, "/api/v1/reservations")
                .allowReading(Permission.DECISION_READ, "/api/v1/interruption-forecasts")
                .allowReading(
                        Permission.RECOMMENDATION_READ,
                        "/api/v1/recommendations",
                        "/api/v1/recommendations/{id}",
                        "/api/v1/rebalancing",
                        "/api/v1/workloads/{id}/rightsizing")
                .allow(HttpMethod.POST, "/api/v1/recommendations/{id}/apply", Permission.RECOMMENDATION_WRITE)
                .allow(HttpMethod.POST, "/api/v1/recommendations/{id}/dismiss", Permission.RECOMMENDATION_WRITE)
                .allowReading(Permission.DECISION_READ, "/api/v1/outcomes", "/api/v1/models", "/api/v1/models/{id}")
                .allow(HttpMethod.POST, "/api/v1/models/retrain", Permission.MODEL_RETRAIN)
                .build();
    }
}
