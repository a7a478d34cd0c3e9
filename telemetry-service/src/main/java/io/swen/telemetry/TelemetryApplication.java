package io.swen.telemetry;

import io.swen.platform.security.AccessRules;
import io.swen.platform.security.Permission;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;

/** Starts telemetry-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TelemetryApplication {

    public static void main(String[] args) {
        SpringApplication.run(TelemetryApplication.class, args);
    }

    @Bean
    AccessRules accessRules() {
        return AccessRules.builder()
                .allowSetAsideEvents()
                .allowReading(
                        Permission.TELEMETRY_READ,
                        "/telemetry",
                        "/api/v1/price-epochs/current",
                        "/api/v1/offers",
                        "/api/v1/offers/snapshot",
                        "/api/v1/offers/changes",
                        "/api/v1/regions",
                        "/api/v1/prices/history",
                        "/api/v1/prices/transfer",
                        "/api/v1/prices/forecast",
                        "/api/v1/forecasts",
                        "/api/v1/forecasts/errors",
                        "/api/v1/capacity",
                        "/api/v1/instances",
                        "/api/v1/instances/notices",
                        "/api/v1/offers/capacity-hints",
                        "/api/v1/inventory",
                        "/api/v1/metrics",
                        "/api/v1/metrics/query",
                        "/api/v1/anomalies",
                        "/api/v1/anomalies/{id}",
                        "/api/v1/stream",
                        "/api/v1/costs/summary",
                        "/api/v1/costs",
                        "/api/v1/costs/records",
                        "/api/v1/costs/allocation",
                        "/api/v1/costs/reconciliation",
                        "/api/v1/costs/unit",
                        "/api/v1/costs/anomalies",
                        "/api/v1/costs/own",
                        "/api/v1/budgets",
                        "/api/v1/budgets/{id}",
                        "/api/v1/reports",
                        "/api/v1/reports/{id}")
                .allow(HttpMethod.POST, "/api/v1/reports", Permission.EXPORT_WRITE)
                .allowReading(Permission.EXPORT_WRITE, "/api/v1/exports", "/api/v1/exports/{id}")
                .allow(HttpMethod.POST, "/api/v1/exports", Permission.EXPORT_WRITE)
                .allow(HttpMethod.POST, "/api/v1/budgets", Permission.BUDGET_WRITE)
                .allow(HttpMethod.PUT, "/api/v1/budgets/{id}", Permission.BUDGET_WRITE)
                .allow(HttpMethod.DELETE, "/api/v1/budgets/{id}", Permission.BUDGET_WRITE)
                .allow(HttpMethod.POST, "/api/v1/metrics", Permission.METRIC_WRITE)
                .allow(HttpMethod.POST, "/v1/metrics", Permission.METRIC_WRITE)
                .allow(HttpMethod.POST, "/api/v1/prometheus/write", Permission.METRIC_WRITE)
                .allowReading(
                        Permission.ALERT_READ,
                        "/api/v1/alerts",
                        "/api/v1/alerts/{id}",
                        "/api/v1/alert-rules",
                        "/api/v1/silences",
                        "/api/v1/silences/{id}",
                        "/api/v1/incidents",
                        "/api/v1/incidents/{id}",
                        "/api/v1/incidents/{id}/report")
                .allow(HttpMethod.POST, "/api/v1/alertmanager", Permission.ALERT_WRITE)
                .allow(HttpMethod.POST, "/api/v1/silences", Permission.ALERT_WRITE)
                .allow(HttpMethod.DELETE, "/api/v1/silences/{id}", Permission.ALERT_WRITE)
                .allow(HttpMethod.POST, "/api/v1/incidents/{id}/acknowledge", Permission.ALERT_WRITE)
                .allow(HttpMethod.POST, "/api/v1/incidents/{id}/notes", Permission.ALERT_WRITE)
                .allow(HttpMethod.POST, "/api/v1/incidents/{id}/handover", Permission.ALERT_WRITE)
                .build();
    }
}
