package io.swen.routing.decision;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The moves that are under way, at most one a workload; whoever calls this has locked the workload. */
@Repository
class RelocationStore {

    /**
     * A move under way.
     *
     * @param specBefore what the workload needed before, as JSON; null where that does not change
     * @param oldPlaceLost whether nothing runs at the old place any more
     */
    record Open(
            UUID fromDecision, UUID toDecision, @Nullable String specBefore, String why, boolean oldPlaceLost) {}

    private final JdbcTemplate jdbc;

    RelocationStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void begin(String workloadId, UUID from, UUID to, @Nullable String specBefore, String why, Instant at) {
        jdbc.update(
                "insert into relocation (workload_id, from_decision, to_decision, spec_before, why, started_at)"
                        + " values (?, ?, ?, ?::jsonb, ?, ?)",
                workloadId,
                from,
                to,
                specBefore,
                why,
                Timestamp.from(at));
    }

    Optional<Open> of(String workloadId) {
        return jdbc
                .query(
                        "select from_decision, to_decision, spec_before, why, old_place_lost from relocation"
                                + " where workload_id = ?",
                        (row, index) -> new Open(
                                row.getObject(1, UUID.class),
                                row.getObject(2, UUID.class),
                                row.getString(3),
                                row.getString(4),
                                row.getBoolean(5)),
                        workloadId)
                .stream()
                .findFirst();
    }

    void oldPlaceLost(String workloadId) {
        jdbc.update("update relocation set old_place_lost = true where workload_id = ?", workloadId);
    }

    /** What a workload needed before the move that has just taken over, in case that is taken back; null where it did not change. */
    void rememberSpec(String workloadId, UUID decision, @Nullable String spec) {
        if (spec == null) {
            jdbc.update("delete from former_spec where workload_id = ?", workloadId);
        } else {
            jdbc.update(
                    "insert into former_spec (workload_id, decision_id, spec) values (?, ?, ?::jsonb)"
                            + " on conflict (workload_id) do update set decision_id = excluded.decision_id, spec = excluded.spec",
                    workloadId,
                    decision,
                    spec);
        }
    }

    /** What the workload needed at the place that a decision gave it; null where it is the same as now. */
    @Nullable
    String formerSpec(String workloadId, UUID decision) {
        return jdbc
                .query(
                        "select spec::text from former_spec where workload_id = ? and decision_id = ?",
                        (row, index) -> row.getString(1),
                        workloadId,
                        decision)
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** The workload is kept as it is until this is released. */
    void pinned(String workloadId, String why) {
        jdbc.update(
                "insert into workload_pin (workload_id, why) values (?, ?)"
                        + " on conflict (workload_id) do update set why = excluded.why",
                workloadId,
                why);
    }

    void unpinned(String workloadId) {
        jdbc.update("delete from workload_pin where workload_id = ?", workloadId);
    }

    /** Why the workload is kept as it is; empty where it is not. */
    Optional<String> pinOf(String workloadId) {
        return jdbc
                .query(
                        "select why from workload_pin where workload_id = ?",
                        (row, index) -> row.getString(1),
                        workloadId)
                .stream()
                .findFirst();
    }

    /** The move has ended, one way or the other. */
    void end(String workloadId) {
        jdbc.update("delete from relocation where workload_id = ?", workloadId);
    }
}
