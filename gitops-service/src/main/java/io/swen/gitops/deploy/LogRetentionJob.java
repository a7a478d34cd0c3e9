package io.swen.gitops.deploy;

import io.swen.platform.job.BackgroundJob;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Forgets the logs of what ended long ago. */
@Component
class LogRetentionJob implements BackgroundJob {

    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final int BATCH = 2000;

    private final JdbcTemplate jdbc;
    private final BootstrapProperties properties;
    private final Clock clock;

    LogRetentionJob(JdbcTemplate jdbc, BootstrapProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "log-retention";
    }

    @Override
    public Duration interval() {
        return EVERY;
    }

    @Override
    public void run() {
        forgetEndedBefore(clock.instant().minus(properties.keepLogsFor()));
    }

    /** A batch at a time, so that no transaction is long; what is left goes with the next run. */
    int forgetEndedBefore(Instant at) {
        return jdbc.update(
                "delete from workload_log where ctid in (select l.ctid from workload_log l join deployment d"
                        + " on d.id = l.deployment_id where d.state in ('COMPLETED', 'LOST', 'TERMINATED')"
                        + " and d.updated_at < ? limit ?)",
                Timestamp.from(at),
                BATCH);
    }
}
