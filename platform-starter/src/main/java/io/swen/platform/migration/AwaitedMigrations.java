package io.swen.platform.migration;

import io.swen.platform.audit.AuditSchema;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/** Changes nothing, and holds up the start until the database has what this version needs. */
final class AwaitedMigrations implements FlywayMigrationStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(AwaitedMigrations.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final AuditSchema audit;
    private final Duration patience;

    AwaitedMigrations(AuditSchema audit, Duration patience) {
        this.audit = audit;
        this.patience = patience;
    }

    @Override
    public void migrate(Flyway flyway) {
        long until = System.nanoTime() + patience.toNanos();
        int missing = missing(flyway);
        if (missing > 0) {
            LOG.info("waiting for {} migrations that another process is to make", missing);
        }
        while (missing > 0) {
            if (System.nanoTime() - until >= 0) {
                throw new IllegalStateException(missing + " migrations of the database have not been made within "
                        + patience + "; run this version once with SWEN_MIGRATIONS=only, or let it migrate itself"
                        + " with SWEN_MIGRATIONS=at-start");
            }
            try {
                TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("stopped while waiting for migrations", stopped);
            }
            missing = missing(flyway);
        }
        // What was migrated must be what this version has; a newer version's migrations may be there already.
        flyway.validate();
    }

    private int missing(Flyway flyway) {
        return audit.pending() + flyway.info().pending().length;
    }
}
