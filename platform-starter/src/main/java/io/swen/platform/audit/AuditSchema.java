package io.swen.platform.audit;

import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Schema {@code audit}, which is brought up to date as the role that owns it, before the service's own migrations. */
public final class AuditSchema {

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

    public void migrate() {
        try {
            flyway().migrate();
        } catch (FlywayException e) {
            throw cannot("brought up to date", e);
        }
    }

    /** How many of its migrations the database lacks. */
    public int pending() {
        try {
            return flyway().info().pending().length;
        } catch (FlywayException e) {
            throw cannot("looked at", e);
        }
    }

    private Flyway flyway() {
        return Flyway.configure()
                .dataSource(url, owner.username(), owner.password())
                .schemas("audit")
                .locations("classpath:db/audit")
                .placeholders(Map.of("runtime_role", runtimeRole))
                .connectRetries(CONNECT_RETRIES)
                .load();
    }

    private IllegalStateException cannot(String be, FlywayException why) {
        return new IllegalStateException(
                "schema audit cannot be " + be + " as role " + owner.username()
                        + ", which needs LOGIN, and CONNECT and CREATE on the service's database",
                why);
    }
}
