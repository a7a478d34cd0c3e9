package io.swen.identity.mfa;

import com.webauthn4j.util.exception.WebAuthnException;
import io.swen.identity.mfa.Enrolment.Passkey;
import io.swen.identity.user.User;
import io.swen.identity.user.Users;
import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.audit.AuditOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialCreationOptionsRequest;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialRequestOptionsRequest;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;
import org.springframework.security.web.webauthn.management.RelyingPartyAuthenticationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyRegistrationRequest;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;
import org.springframework.security.web.webauthn.management.WebAuthnRelyingPartyOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring Security's passkeys, with a limit, a record of each change, and refusals where it would fail. */
final class Passkeys implements WebAuthnRelyingPartyOperations {

    static final int MOST = 10;
    private static final Logger LOG = LoggerFactory.getLogger(Passkeys.class);
    private static final Pattern LABEL = Pattern.compile("[\\p{L}\\p{N} ._'()-]{1,60}");

    private final WebAuthnRelyingPartyOperations webAuthn;
    private final PublicKeyCredentialUserEntityRepository owners;
    private final UserCredentialRepository credentials;
    private final Users users;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    Passkeys(
            WebAuthnRelyingPartyOperations webAuthn,
            PublicKeyCredentialUserEntityRepository owners,
            UserCredentialRepository credentials,
            Users users,
            AuditLog audit,
            TransactionTemplate transaction) {
        this.webAuthn = webAuthn;
        this.owners = owners;
        this.credentials = credentials;
        this.users = users;
        this.audit = audit;
        this.transaction = transaction;
    }

    List<Passkey> of(String username) {
        PublicKeyCredentialUserEntity owner = owners.findByUsername(username);
        if (owner == null) {
            return List.of();
        }
        return credentials.findByUserId(owner.getId()).stream()
                .map(each -> new Passkey(
                        each.getCredentialId().toBase64UrlString(), each.getLabel(), each.getCreated(), used(each)))
                .toList();
    }

    /** Removes one that is known to be the person's; runs in the caller's transaction. */
    void remove(UUID userId, String id) {
        credentials.delete(Bytes.fromBase64(id));
        audit.record(AuditEntry.of("factor.remove", "user", userId.toString())
                .change(Map.of("factor", "passkey", "id", id), null)
                .by(userId));
    }

    @Override
    public PublicKeyCredentialCreationOptions createPublicKeyCredentialCreationOptions(
            PublicKeyCredentialCreationOptionsRequest request) {
        return webAuthn.createPublicKeyCredentialCreationOptions(request);
    }

    @Override
    public PublicKeyCredentialRequestOptions createCredentialRequestOptions(
            PublicKeyCredentialRequestOptionsRequest request) {
        return webAuthn.createCredentialRequestOptions(request);
    }

    @Override
    public CredentialRecord registerCredential(RelyingPartyRegistrationRequest request) {
        String username = request.getCreationOptions().getUser().getName();
        User user = users.find(username).orElseThrow(() -> new AccessDeniedException("the user is gone"));
        try {
            CredentialRecord made = transaction.execute(status -> register(user, request));
            return java.util.Objects.requireNonNull(made);
        } catch (WebAuthnException | IllegalArgumentException refused) {
            LOG.warn("a passkey of {} was refused: {}", user.actorId(), refused.getMessage());
            transaction.executeWithoutResult(status -> audit.record(
                    AuditEntry.of("factor.enrol", "user", user.actorId().toString())
                            .change(null, Map.of("factor", "passkey"))
                            .outcome(AuditOutcome.REFUSED)
                            .by(user.actorId())));
            throw new AccessDeniedException("the passkey could not be verified", refused);
        }
    }

    @Override
    public PublicKeyCredentialUserEntity authenticate(RelyingPartyAuthenticationRequest request) {
        return webAuthn.authenticate(request);
    }

    private CredentialRecord register(User user, RelyingPartyRegistrationRequest request) {
        String label = request.getPublicKey().getLabel();
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException("a passkey's name must be 1 to 60 letters, digits or . _ ' ( ) -");
        }
        if (of(user.name()).size() >= MOST) {
            throw new IllegalArgumentException("a person has at most " + MOST + " passkeys");
        }
        CredentialRecord made = webAuthn.registerCredential(request);
        audit.record(AuditEntry.of("factor.enrol", "user", user.actorId().toString())
                .change(
                        null,
                        Map.of("factor", "passkey", "id", made.getCredentialId().toBase64UrlString(), "label", label))
                .by(user.actorId()));
        return made;
    }

    private static @org.jspecify.annotations.Nullable Instant used(CredentialRecord record) {
        // Spring stores the moment of creation until the first use.
        return record.getSignatureCount() == 0 && record.getLastUsed().equals(record.getCreated())
                ? null
                : record.getLastUsed();
    }
}
