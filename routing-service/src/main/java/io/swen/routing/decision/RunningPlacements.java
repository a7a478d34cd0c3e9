package io.swen.routing.decision;

import io.swen.platform.money.Money;
import io.swen.routing.workload.WorkloadSpec;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Reads what runs where, for those who look for something better. */
@Repository
public class RunningPlacements {

    private static final String SELECT = "select w.spec, w.author_id, d.id, d.offer_id, d.hourly_cost, d.decided_at,"
            + " coalesce((select max(t.at) from workload_transition t where t.workload_id = w.id and t.to_state = 'running'),"
            + " d.decided_at), array(select l.offer_id from workload_loss l where l.workload_id = w.id and w.losses > 0)"
            + " from workload w join placement_decision d on d.id = w.decision_id"
            + " where w.state = 'running' and not w.cancel_requested and d.offer_id is not null";

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    RunningPlacements(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Up to {@code limit} of them in the order of their ids, from after an id on. */
    public List<RunningPlacement> page(@Nullable String after, int limit) {
        return query(" and (?::text is null or w.id > ?) order by w.id limit ?", after, after, limit);
    }

    /** Where a workload runs, if it does. */
    public Optional<RunningPlacement> find(String workloadId) {
        return query(" and w.id = ?", workloadId).stream().findFirst();
    }

    private List<RunningPlacement> query(String conditions, @Nullable Object... arguments) {
        return jdbc.query(
                SELECT + conditions,
                (row, index) -> new RunningPlacement(
                        json.readValue(row.getString(1), WorkloadSpec.class),
                        row.getObject(2, UUID.class),
                        row.getObject(3, UUID.class),
                        row.getString(4),
                        Money.usd(row.getBigDecimal(5)),
                        row.getTimestamp(6).toInstant(),
                        row.getTimestamp(7).toInstant(),
                        List.of((String[]) row.getArray(8).getArray())),
                arguments);
    }
}
