package io.swen.identity.login;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.identity.user.User;
import io.swen.identity.user.Users;
import io.swen.platform.audit.AuditLog;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes every attempt to log in into the audit log, and counts it. */
@Component
class LoginRecord {

    /** Attempts to log in, by {@code outcome}: succeeded, refused, locked. */
    static final String LOGINS = "swen.identity.logins";

    private final AuditLog audit;
    private final Users users;
    private final MeterRegistry metrics;

    LoginRecord(AuditLog audit, Users users, MeterRegistry metrics) {
        this.audit = audit;
        this.users = users;
        this.metrics = metrics;
    }

    @Transactional
    public void succeeded(String name, String address) {
        write("login.success", name, address, "succeeded");
    }

    @Transactional
    public void failed(String name, String address, String outcome) {
        write("login.failure", name, address, outcome);
    }

    private void write(String action, String name, String address, String outcome) {
        metrics.counter(LOGINS, "outcome", outcome).increment();
        Optional<User> user = users.find(name);
        // What was typed where no such user exists may be a password, so it is not stored.
        audit.record(
                action,
                "user",
                user.map(known -> known.actorId().toString()).orElse("unknown"),
                null,
                Map.of("address", address, "outcome", outcome));
    }
}
