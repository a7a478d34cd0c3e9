package io.swen.platform.audit;

import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings schema {@code audit} up to date as the role that owns it, before the service's own migrations. */
final class AuditSchema {

    private static final int CONNECT_RETRIES = 30;

    private final String url;
    private final String runtimeRole;
    private final AuditProperties.Database owner;

    AuditSchema(String url, String runtimeRole, AuditProperties.Database owner) {
        this.url = url;
        this.runtimeRole = runtimeRole;
        this.owner = owner;
        String password = owner.password();
        if (password == null || password.isEmpty()) {
            throw new IllegalStateException("swen.audit.database.password is not set: put the password of role "
                    + owner.username() + " into a file of that name in SWEN_SECRETS_DIR");
        }
        if (owner.username().equals(runtimeRole)) {
            throw new IllegalStateException("swen.audit.database.username is " + runtimeRole
                    + ", the service's own role; the audit log must belong to another one, such as " + runtimeRole
                    + "_audit");
        }
        if (runtimeRole.contains("\"")) {
            throw new IllegalStateException("spring.datasource.username must not contain a quotation mark");
        }
    }

    void migrate() {
        try {
            Flyway.configure()
                    .dataSource(url, owner.username(), owner.password())
                    .schemas("audit")
                    .locations("classpath:db/audit")
                    .placeholders(Map.of("runtime_role", runtimeRole))
                    .connectRetries(CONNECT_RETRIES)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "schema audit cannot be brought up to date as role " + owner.username()
                            + ", which needs LOGIN, and CONNECT and CREATE on the service's database",
                    e);
        }
    }
}
