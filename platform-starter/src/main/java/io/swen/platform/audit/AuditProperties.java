package io.swen.platform.audit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The audit log's configuration, under {@code swen.audit}.
 *
 * @param database how the role that owns the audit schema signs in
 */
@ConfigurationProperties("swen.audit")
record AuditProperties(Database database) {

    /**
     * The role that owns schema {@code audit}, in the service's own database.
     *
     * @param username by default the service's role with {@code _audit}
     * @param password comes from a file of the config tree
     */
    record Database(String username, @Nullable String password) {

        @Override
        public String toString() {
            return "Database[username=" + username + ", password=redacted]";
        }
    }
}
