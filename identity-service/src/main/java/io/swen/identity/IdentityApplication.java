package io.swen.identity;

import io.swen.platform.security.AccessRules;
import io.swen.platform.security.Permission;
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
                .allowEncryptionKeys()
                .allowReading(Permission.OWN_ACCOUNT_READ, "/api/v1/users/me")
                .allowReading(Permission.OWN_SESSION_READ, "/api/v1/users/me/sessions")
                .allow(HttpMethod.DELETE, "/api/v1/users/me/sessions", Permission.OWN_SESSION_END)
                .allow(HttpMethod.DELETE, "/api/v1/users/me/sessions/{session}", Permission.OWN_SESSION_END)
                .allowReading(
                        Permission.USER_READ, "/api/v1/users", "/api/v1/users/{id}", "/api/v1/users/{id}/sessions")
                .allow(HttpMethod.POST, "/api/v1/users", Permission.USER_WRITE)
                .allow(HttpMethod.PUT, "/api/v1/users/{id}", Permission.USER_WRITE)
                .allow(HttpMethod.POST, "/api/v1/users/{id}/password-resets", Permission.USER_WRITE)
                .allow(HttpMethod.DELETE, "/api/v1/users/{id}/factors", Permission.USER_WRITE)
                .allow(HttpMethod.DELETE, "/api/v1/users/{id}/sessions", Permission.USER_WRITE)
                .allow(HttpMethod.DELETE, "/api/v1/users/{id}/sessions/{session}", Permission.USER_WRITE)
                .allowReading(Permission.OWN_KEY_READ, "/api/v1/api-keys", "/api/v1/api-keys/{id}")
                .allow(HttpMethod.POST, "/api/v1/api-keys", Permission.OWN_KEY_WRITE)
                .allow(HttpMethod.POST, "/api/v1/api-keys/{id}/rotations", Permission.OWN_KEY_WRITE)
                .allow(HttpMethod.DELETE, "/api/v1/api-keys/{id}", Permission.OWN_KEY_REVOKE)
                .allowReading(Permission.OWN_DATA_READ, "/api/v1/users/me/data")
                .allow(HttpMethod.GET, "/api/v1/users/{id}/data", Permission.PERSONAL_DATA)
                .allow(HttpMethod.DELETE, "/api/v1/users/{id}", Permission.PERSONAL_DATA)
                .allowReading(Permission.ENCRYPTION_KEY_READ, "/api/v1/signing-keys")
                .allow(HttpMethod.POST, "/api/v1/signing-keys/rotations", Permission.SIGNING_KEY_ROTATE)
                .build();
    }
}
