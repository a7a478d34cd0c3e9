package io.swen.gateway;

import io.swen.platform.security.AccessRules;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Starts gateway-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GatewayApplication {

    public static void main(String[] args) {
        SpringApplication.run(GatewayApplication.class, args);
    }

    /** Who may call what is decided by the service that owns the resource; only what every service has is left to this table. */
    @Bean
    AccessRules accessRules() {
        return AccessRules.builder().build();
    }
}
