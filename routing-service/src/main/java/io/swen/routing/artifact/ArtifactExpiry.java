package io.swen.routing.artifact;

import io.swen.platform.job.BackgroundJob;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Removes the contents that no decision has used for long, and beyond the bound of room the longest unused; the row stays, so that
 * a replay can say when its inputs went and why. What differences refer to goes after them.
 */
@Component
class ArtifactExpiry implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(ArtifactExpiry.class);
    private static final int STEP = 200;

    private final JdbcTemplate jdbc;
    private final ArtifactProperties properties;

    ArtifactExpiry(JdbcTemplate jdbc, ArtifactProperties properties) {
        this.jdbc = jdbc;
        this.properties = properties;
    }

    @Override
    public String name() {
        return "artifact-expiry";
    }

    @Override
    public Duration interval() {
        return properties.expireEvery();
    }

    @Override
    public void run() {
        expire();
    }

    /** Removes what is due; returns how many contents that were. */
    int expire() {
        int removed = 0;
        int step;
        do {
            step = remove(properties.retention(), "not used by a decision for " + properties.retention());
            removed += step;
        } while (step > 0);
        while (stored() > properties.mostBytes().toBytes()) {
            step = remove(
                    Artifacts.USE_STEP.multipliedBy(2),
                    "all artifacts together took more than "
                            + properties.mostBytes().toMegabytes() + " MB");
            if (step == 0) {
                LOG.warn(
                        "artifacts take more than swen.routing.artifacts.most-bytes allows ({}), and all are in use",
                        properties.mostBytes());
                break;
            }
            removed += step;
        }
        return removed;
    }

    private int remove(Duration unusedFor, String because) {
        return jdbc.update(
                "update artifact set content = null, expired_at = now(), expired_because = ? where hash in (select a.hash"
                        + " from artifact a where a.content is not null and a.last_used_at < now() - ? * interval '1 second'"
                        + " and not exists (select from artifact d where d.base = a.hash and d.content is not null)"
                        + " order by a.last_used_at limit ? for update skip locked)",
                because,
                unusedFor.toSeconds(),
                STEP);
    }

    private long stored() {
        Long stored = jdbc.queryForObject("select coalesce(sum(length(content)), 0) from artifact", Long.class);
        return stored == null ? 0 : stored;
    }
}
