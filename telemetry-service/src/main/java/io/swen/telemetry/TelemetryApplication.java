package io.swen.telemetry;

import io.swen.platform.security.AccessRules;
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
        AccessRules.Builder rules = AccessRules.builder();
        for (String path : new String[] {
            "/telemetry",
            "/api/v1/price-epochs/current",
            "/api/v1/offers",
            "/api/v1/offers/snapshot",
            "/api/v1/offers/changes",
            "/api/v1/regions",
            "/api/v1/prices/history",
            "/api/v1/instances",
            "/api/v1/metrics",
            "/api/v1/costs/summary"
        }) {
            rules.allow(HttpMethod.GET, path, AccessRules.ANYONE);
        }
        return rules.build();
    }
}
