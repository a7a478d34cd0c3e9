package io.swen.routing.decision;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The regions that nothing of an environment is put into for now, because gitops-service found them to be away. */
@Repository
class CordonedRegions {

    private final JdbcTemplate jdbc;

    CordonedRegions(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Set<String> in(String environment) {
        return Set.copyOf(jdbc.query(
                "select region from cordoned_region where environment = ?",
                (row, index) -> row.getString(1),
                environment));
    }

    void cordon(String environment, String region, String why, Instant since) {
        jdbc.update(
                "insert into cordoned_region (environment, region, why, since) values (?, ?, ?, ?)"
                        + " on conflict (environment, region) do update set why = excluded.why",
                environment,
                region,
                why,
                Timestamp.from(since));
    }

    void open(String environment, String region) {
        jdbc.update("delete from cordoned_region where environment = ? and region = ?", environment, region);
    }
}
