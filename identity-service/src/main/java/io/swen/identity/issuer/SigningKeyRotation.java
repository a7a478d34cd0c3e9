package io.swen.identity.issuer;

import com.nimbusds.jose.jwk.RSAKey;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Rotates the signing keys when they are old enough, and when an admin says so. */
@Service
class SigningKeyRotation {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeyRotation.class);

    private final SigningKeys keys;
    private final IssuerProperties properties;
    private final AuditLog audit;
    private final TransactionTemplate transactions;

    SigningKeyRotation(
            SigningKeys keys, IssuerProperties properties, AuditLog audit, TransactionTemplate transactions) {
        this.keys = keys;
        this.properties = properties;
        this.audit = audit;
        this.transactions = transactions;
    }

    List<SigningKeyView> list() {
        return keys.all().stream().map(this::view).toList();
    }

    /** Publishes the next key; refuses while one waits for its time. */
    SigningKeyView rotate() {
        return Objects.requireNonNull(transactions.execute(status -> {
            RSAKey next = keys.rotate()
                    .orElseThrow(() -> ProblemException.of(
                            ErrorCode.CONFLICT, "the next key is published and waits for its time"));
            audit.record("signing_key.rotate", "signing_key", next.getKeyID(), null, view(next));
            return view(next);
        }));
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
    void rotateWhenDue() {
        transactions.executeWithoutResult(status -> keys.rotateAfter(properties.signingKeyLife())
                .ifPresent(next -> {
                    audit.record("signing_key.rotate", "signing_key", next.getKeyID(), null, Map.of("by", "schedule"));
                    LOG.info("published the next signing key {}", next.getKeyID());
                }));
    }

    private SigningKeyView view(RSAKey key) {
        Date from = Objects.requireNonNullElse(key.getNotBeforeTime(), new Date(0));
        Date until = key.getExpirationTime();
        return new SigningKeyView(
                key.getKeyID(), keys.state(key), from.toInstant(), until == null ? null : until.toInstant());
    }
}
