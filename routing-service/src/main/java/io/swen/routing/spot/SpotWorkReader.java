package io.swen.routing.spot;

import io.swen.platform.security.Actor;
import io.swen.routing.workload.WorkloadSpec;
import io.swen.routing.workload.WorkloadState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Reads work as the policy needs to know it. */
@Repository
class SpotWorkReader {

    private static final String SELECT = "select w.spec, w.state, case when w.state = 'running' then d.offer_id end,"
            + " case when w.state = 'running' then coalesce((select max(t.at) from workload_transition t"
            + " where t.workload_id = w.id and t.to_state = 'running'), d.decided_at) end,"
            + " array(select l.offer_id from workload_loss l where l.workload_id = w.id and w.losses > 0 order by 1)"
            + " from workload w left join placement_decision d on d.id = w.decision_id";

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    SpotWorkReader(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** A workload that the caller may see. */
    Optional<SpotWork> find(String id, Actor actor) {
        String[] teams = actor.teamParameter();
        String[] environments = actor.environmentParameter();
        return jdbc
                .query(
                        SELECT + " where w.id = ? and (?::text[] is null or w.team = any (?))"
                                + " and (?::text[] is null or w.environment = any (?))",
                        (row, index) -> work(row),
                        id,
                        teams,
                        teams,
                        environments,
                        environments)
                .stream()
                .findFirst();
    }

    private SpotWork work(ResultSet row) throws SQLException {
        Timestamp since = row.getTimestamp(4);
        return new SpotWork(
                json.readValue(row.getString(1), WorkloadSpec.class),
                WorkloadState.valueOf(String.valueOf(row.getString(2)).toUpperCase(Locale.ROOT)),
                row.getString(3),
                since == null ? null : since.toInstant(),
                List.of((String[]) row.getArray(5).getArray()));
    }
}
