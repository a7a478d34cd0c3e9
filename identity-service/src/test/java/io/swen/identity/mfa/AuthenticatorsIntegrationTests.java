package io.swen.identity.mfa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.identity.Authenticator;
import io.swen.identity.IdentityServer;
import io.swen.identity.mfa.Authenticators.Check;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.crypto.Envelope;
import io.swen.platform.crypto.EnvelopeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class AuthenticatorsIntegrationTests extends IdentityServer {

    private static final UUID ADA = UUID.fromString("11111111-1111-4111-8111-111111111111");
    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final Instant START = Instant.parse("2026-11-28T08:00:15Z");

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Authenticators authenticators;
    private Instant now = START;

    AuthenticatorsIntegrationTests(
            @Autowired JdbcTemplate jdbc,
            @Autowired Envelope envelope,
            @Autowired AuditLog audit,
            @Autowired PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.authenticators = new Authenticators(jdbc, envelope, audit, () -> now);
    }

    @BeforeEach
    void takeOver() {
        transaction.executeWithoutResult(status -> authenticators.takeOver(ADA, "ada", SECRET));
    }

    @AfterEach
    void remove() {
        jdbc.update("delete from totp_factor where user_id = ?", ADA);
        jdbc.update("delete from totp_from_file where user_id = ?", ADA);
    }

    @Test
    void makesTheCodesOfTheStandard() {
        // RFC 6238, appendix B, the last six of its eight digits: 2005-03-18T01:58:29Z.
        now = Instant.parse("2005-03-18T01:58:29Z");

        assertThat(take("081804")).isEqualTo(Check.ACCEPTED);
    }

    @Test
    void takesEachStepOnce() {
        String code = code(0);

        assertThat(take(code)).isEqualTo(Check.ACCEPTED);
        assertThat(take(code)).isEqualTo(Check.REPLAYED);
        now = now.plus(Duration.ofSeconds(30));
        assertThat(take(code)).as("still within a step, and used").isEqualTo(Check.REPLAYED);
        assertThat(take(code(0))).isEqualTo(Check.ACCEPTED);
    }

    @Test
    void takesACodeOfTheStepBeforeAndAfterAndNoOther() {
        assertThat(take(code(-2))).isEqualTo(Check.WRONG);
        assertThat(take(code(2))).isEqualTo(Check.WRONG);
        assertThat(take(code(-1))).isEqualTo(Check.ACCEPTED);
        assertThat(take(code(1))).isEqualTo(Check.ACCEPTED);
        assertThat(take(code(0))).as("a step before one that was used").isEqualTo(Check.REPLAYED);
    }

    @Test
    void letsOneOfManyThroughWhoBringTheSameCodeAtOnce() throws Exception {
        String code = code(0);
        try (ExecutorService many = Executors.newFixedThreadPool(8)) {
            Callable<Check> attempt = () -> take(code);
            List<Future<Check>> answers = many.invokeAll(List.of(attempt, attempt, attempt, attempt, attempt, attempt));

            long accepted = 0;
            for (Future<Check> answer : answers) {
                accepted += answer.get() == Check.ACCEPTED ? 1 : 0;
            }
            assertThat(accepted).isEqualTo(1);
        }
    }

    @Test
    void refusesWhatIsNoCode() {
        assertThat(take("")).isEqualTo(Check.WRONG);
        assertThat(take("12345")).isEqualTo(Check.WRONG);
        assertThat(take("12345a")).isEqualTo(Check.WRONG);
        assertThat(take("\u0661\u0662\u0663\u0664\u0665\u0666")).isEqualTo(Check.WRONG);
    }

    @Test
    void storesTheSecretSealedForThisPersonOnly() {
        String sealed =
                jdbc.queryForObject("select secret_sealed from totp_factor where user_id = ?", String.class, ADA);

        assertThat(sealed).startsWith("v1.").doesNotContain(SECRET);
        UUID root = UUID.fromString("22222222-2222-4222-8222-222222222222");
        String own = jdbc.queryForObject("select secret_sealed from totp_factor where user_id = ?", String.class, root);
        jdbc.update("update totp_factor set secret_sealed = ? where user_id = ?", sealed, root);
        try {
            assertThatThrownBy(() -> transaction.execute(status -> authenticators.take(root, code(0))))
                    .as("a row that was copied to somebody else does not open")
                    .isInstanceOf(EnvelopeException.class);
        } finally {
            jdbc.update("update totp_factor set secret_sealed = ? where user_id = ?", own, root);
        }
    }

    @Test
    void doesNotBringBackWhatWasRemovedUntilTheFileSaysSomethingNew() {
        transaction.executeWithoutResult(status -> authenticators.remove(ADA));

        transaction.executeWithoutResult(status -> authenticators.takeOver(ADA, "ada", SECRET));
        assertThat(authenticators.since(ADA)).isEmpty();

        String another = SECRET.replace('G', 'H');
        transaction.executeWithoutResult(status -> authenticators.takeOver(ADA, "ada", another));
        assertThat(take(Authenticator.at(another, Totp.step(now)))).isEqualTo(Check.ACCEPTED);
    }

    @Test
    void refusesASecretOfTheFileThatIsNoneWithoutShowingIt() {
        assertThatThrownBy(() -> authenticators.check("ada", "abc1"))
                .hasMessageContaining("totp_secret of ada")
                .hasMessageNotContaining("abc1");
    }

    private Check take(String code) {
        return Objects.requireNonNull(transaction.execute(status -> authenticators.take(ADA, code)));
    }

    private String code(int stepsAway) {
        return Authenticator.at(SECRET, Totp.step(now) + stepsAway);
    }
}
