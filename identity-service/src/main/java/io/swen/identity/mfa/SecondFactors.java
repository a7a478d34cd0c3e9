package io.swen.identity.mfa;

import io.swen.identity.user.User;
import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.audit.AuditOutcome;
import io.swen.platform.security.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The second factors of people: which they have, setting up, using and removing them. */
@Service
public class SecondFactors {

    private final Authenticators authenticators;
    private final RecoveryCodes recoveryCodes;
    private final Passkeys passkeys;
    private final AuditLog audit;
    private final JdbcTemplate jdbc;

    SecondFactors(
            Authenticators authenticators,
            RecoveryCodes recoveryCodes,
            Passkeys passkeys,
            AuditLog audit,
            JdbcTemplate jdbc) {
        this.authenticators = authenticators;
        this.recoveryCodes = recoveryCodes;
        this.passkeys = passkeys;
        this.audit = audit;
        this.jdbc = jdbc;
    }

    /** Whether somebody with these roles gets no token without a second factor. */
    public static boolean required(User user) {
        return user.roles().contains(Role.APPROVER) || user.roles().contains(Role.ADMIN);
    }

    @Transactional(readOnly = true)
    public Enrolment of(User user) {
        return new Enrolment(
                authenticators.since(user.actorId()).orElse(null),
                passkeys.of(user.name()),
                recoveryCodes.left(user.actorId()));
    }

    /** Takes a code of the authenticator app or one from paper; either is good once. */
    @Transactional
    public CodeCheck take(User user, String typed) {
        String code = typed.strip();
        if (RecoveryCodes.looksLikeOne(code)) {
            // Without a factor there is nothing that a code from paper could stand in for.
            if (of(user).factors() > 0 && recoveryCodes.take(user.actorId(), code)) {
                return CodeCheck.RECOVERY_CODE;
            }
            return recoveryCodes.isUsed(user.actorId(), code) ? CodeCheck.REPLAYED : CodeCheck.WRONG;
        }
        return switch (authenticators.take(user.actorId(), code.replace(" ", ""))) {
            case ACCEPTED -> CodeCheck.AUTHENTICATOR;
            case REPLAYED -> CodeCheck.REPLAYED;
            case WRONG -> CodeCheck.WRONG;
        };
    }

    /** A secret for an authenticator app that is about to be set up. */
    public String newAuthenticatorSecret() {
        return authenticators.newSecret();
    }

    /** What the app reads as a QR code. */
    public static String authenticatorUri(User user, String secret) {
        return Totp.uri(user.name(), secret);
    }

    /** Sets the app up, in place of an earlier one; false if the code is not one of this secret. */
    @Transactional
    public boolean enrolAuthenticator(User user, String secret, String code) {
        return authenticators.enrol(user.actorId(), secret, code.replace(" ", ""));
    }

    /** Ten new recovery codes in place of all earlier ones; empty without a factor that they could stand in for. */
    @Transactional
    public Optional<List<String>> newRecoveryCodes(User user) {
        return of(user).factors() == 0 ? Optional.empty() : Optional.of(recoveryCodes.replace(user.actorId()));
    }

    /** Removes the authenticator app. */
    @Transactional
    public Removal removeAuthenticator(User user) {
        return remove(
                user, authenticators.since(user.actorId()).isPresent(), () -> authenticators.remove(user.actorId()));
    }

    /** Removes a passkey of this person. */
    @Transactional
    public Removal removePasskey(User user, String id) {
        boolean exists =
                passkeys.of(user.name()).stream().anyMatch(each -> each.id().equals(id));
        return remove(user, exists, () -> passkeys.remove(user.actorId(), id));
    }

    private Removal remove(User user, boolean exists, Runnable removal) {
        // Two removals at the same moment must not leave nothing.
        jdbc.queryForList("select 1 from user_account where id = ? for update", user.actorId());
        if (!exists) {
            return Removal.UNKNOWN;
        }
        if (required(user) && of(user).factors() == 1) {
            audit.record(AuditEntry.of("factor.remove", "user", user.actorId().toString())
                    .change(null, Map.of("reason", "last one"))
                    .outcome(AuditOutcome.REFUSED)
                    .by(user.actorId()));
            return Removal.LAST_ONE;
        }
        removal.run();
        return Removal.REMOVED;
    }

    /** What became of a factor that somebody wanted to be rid of. */
    public enum Removal {
        REMOVED,
        /** The person's roles demand a second factor, and this is the only one. */
        LAST_ONE,
        UNKNOWN
    }
}
