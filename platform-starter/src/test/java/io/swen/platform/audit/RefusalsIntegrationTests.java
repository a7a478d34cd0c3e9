package io.swen.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.platform.metric.PlatformMetric;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusalsIntegrationTests {

    @TempDir
    private Path folder;

    @Test
    void countsWhatDoesNotFitTheQueueAndWritesTheCount() {
        try (AuditFixture log = new AuditFixture(folder)) {
            Refusals refusals = new Refusals(log.rows, log.transaction, log.metrics);
            for (int i = 0; i < Refusals.CAPACITY + 50; i++) {
                refusals.add(
                        AuditEntry.of("request.refused", "request", "GET /" + i).outcome(AuditOutcome.REFUSED),
                        AuditContext.BACKGROUND);
            }
            assertThat(log.metrics
                            .counter(PlatformMetric.AUDIT_REFUSALS_DROPPED.id())
                            .count())
                    .isEqualTo(50);

            refusals.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> count(log, "request.refused") == Refusals.CAPACITY);
            refusals.stop();

            assertThat(log.jdbc.queryForList(
                            "select after::text from audit.event where action = ?", String.class, Refusals.DROPPED))
                    .containsExactly("{\"attempts\":50}");
        }
    }

    @Test
    void keepsWhatCannotBeWrittenUntilItCan() throws Exception {
        try (AuditFixture log = new AuditFixture(folder)) {
            Refusals refusals = new Refusals(log.rows, log.transaction, log.metrics);
            log.tamper("alter table audit.event rename to event_elsewhere");
            refusals.start();
            refusals.add(AuditEntry.of("request.refused", "request", "GET /"), AuditContext.BACKGROUND);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> log.metrics
                                    .get(PlatformMetric.AUDIT_REFUSALS_QUEUE.id())
                                    .gauge()
                                    .value()
                            == 0);
            log.tamper("alter table audit.event_elsewhere rename to event");

            await().atMost(Duration.ofSeconds(60)).until(() -> count(log, "request.refused") == 1);
            refusals.stop();
        }
    }

    private static int count(AuditFixture log, String action) {
        Integer rows =
                log.jdbc.queryForObject("select count(*) from audit.event where action = ?", Integer.class, action);
        return rows == null ? 0 : rows;
    }
}
