package io.swen.gateway;

import io.swen.platform.security.AccessRules;
import io.swen.platform.security.Permission;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts gateway-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class GatewayApplication {

    public static void main(String[] args) {
        SpringApplication.run(GatewayApplication.class, args);
    }

    /** What the gateway answers itself; who may make other calls is decided by the service that owns the resource. */
    @Bean
    AccessRules accessRules() {
        return AccessRules.builder()
                .allowEncryptionKeys()
                .allow(HttpMethod.GET, "/api/v1/sessions", Permission.OWN_SESSION_READ)
                .allow(HttpMethod.DELETE, "/api/v1/sessions", Permission.OWN_SESSION_END)
                .allow(HttpMethod.DELETE, "/api/v1/sessions/{id}", Permission.OWN_SESSION_END)
                .allow(HttpMethod.GET, "/api/v1/errors", Permission.ERROR_READ)
                .allow(HttpMethod.GET, "/api/v1/service-map", Permission.SERVICE_MAP_READ)
                .build();
    }
}
