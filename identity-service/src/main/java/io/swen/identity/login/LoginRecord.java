package io.swen.identity.login;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.identity.metric.IdentityMetric;
import io.swen.identity.user.User;
import io.swen.identity.user.Users;
import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.audit.AuditOutcome;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes every step of a login, taken or refused, into the audit log, and counts it. */
@Component
class LoginRecord {

    private final AuditLog audit;
    private final Users users;
    private final MeterRegistry metrics;

    LoginRecord(AuditLog audit, Users users, MeterRegistry metrics) {
        this.audit = audit;
        this.users = users;
        this.metrics = metrics;
    }

    @Transactional
    public void succeeded(String name, String factor, String address) {
        write(AuditOutcome.SUCCEEDED, name, factor, address, "succeeded");
    }

    @Transactional
    public void failed(String name, String factor, String address, String outcome) {
        write(AuditOutcome.REFUSED, name, factor, address, outcome);
    }

    private void write(AuditOutcome ended, String name, String factor, String address, String outcome) {
        metrics.counter(IdentityMetric.LOGINS.id(), "factor", factor, "outcome", outcome)
                .increment();
        UUID user = users.find(name).map(User::actorId).orElse(null);
        // What was typed where no such user exists may be a password, so it is not stored.
        audit.record(AuditEntry.of(
                        ended == AuditOutcome.SUCCEEDED ? "login.success" : "login.failure",
                        "user",
                        user == null ? "unknown" : user.toString())
                .change(null, Map.of("factor", factor, "address", address, "outcome", outcome))
                .outcome(ended)
                // Whoever was refused is not known to be that person.
                .by(ended == AuditOutcome.SUCCEEDED ? user : null));
    }
}
