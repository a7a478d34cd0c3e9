package io.swen.identity.mfa;

import io.swen.identity.user.PersonalData;
import io.swen.identity.user.User;
import io.swen.identity.user.UserSuspended;
import io.swen.identity.user.Users;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.problem.ProblemException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Removes all second factors of a person: when the person lost them, and when the person is erased. */
@Service
class FactorReset implements PersonalData {

    private final JdbcTemplate jdbc;
    private final Users users;
    private final SecondFactors factors;
    private final AuditLog audit;
    private final ApplicationEventPublisher publisher;

    FactorReset(
            JdbcTemplate jdbc,
            Users users,
            SecondFactors factors,
            AuditLog audit,
            ApplicationEventPublisher publisher) {
        this.jdbc = jdbc;
        this.users = users;
        this.factors = factors;
        this.audit = audit;
        this.publisher = publisher;
    }

    /** Removes them and logs the person out everywhere; who needs a factor sets one up at the next login. */
    @Transactional
    public void reset(UUID actorId) {
        User user = users.find(actorId)
                .filter(User::enabled)
                .orElseThrow(() -> ProblemException.notFound("enabled user", actorId));
        int before = factors.of(user).factors();
        remove(actorId);
        audit.record("factor.reset", "user", actorId.toString(), Map.of("factors", before), Map.of("factors", 0));
        publisher.publishEvent(new UserSuspended(actorId, "second factors reset"));
    }

    @Override
    public String section() {
        return "second_factors";
    }

    @Override
    public Object export(User user) {
        Enrolment enrolment = factors.of(user);
        Map<String, Object> export = new HashMap<>();
        export.put("enrolment", enrolment);
        return export;
    }

    @Override
    public void erase(UUID actorId) {
        remove(actorId);
        jdbc.update("delete from totp_from_file where user_id = ?", actorId);
    }

    /** What the users file said last stays known, so that it does not bring a lost authenticator back. */
    private void remove(UUID actorId) {
        jdbc.update("delete from totp_factor where user_id = ?", actorId);
        jdbc.update("delete from recovery_code where user_id = ?", actorId);
        jdbc.update("delete from user_entities where name = (select username from user_account where id = ?)", actorId);
    }
}
