package io.swen.identity.issuer;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Removes authorizations whose every token has expired. */
@Component
class ExpiredAuthorizations {

    private static final Logger LOG = LoggerFactory.getLogger(ExpiredAuthorizations.class);
    /** A code that was never taken and a spent token stay this long, so that a replay is still recognised as one. */
    private static final Duration KEPT = Duration.ofHours(1);

    private static final int BATCH = 5_000;

    private final JdbcTemplate jdbc;
    private final InstantSource wall = InstantSource.system();

    ExpiredAuthorizations(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Removes at most one batch. */
    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT5M")
    @Transactional
    public void remove() {
        Instant before = wall.instant().minus(KEPT);
        int removed = jdbc.update(
                "delete from oauth2_authorization where id in (select id from oauth2_authorization"
                        + " where greatest(authorization_code_expires_at, access_token_expires_at,"
                        + " oidc_id_token_expires_at, refresh_token_expires_at) < ? limit ?)",
                Timestamp.from(before),
                BATCH);
        LOG.debug("removed {} expired authorizations", removed);
    }
}
