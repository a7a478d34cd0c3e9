package io.swen.gitops.rollout;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The steps of rollouts, as far as they have come. */
@Repository
class RolloutSteps {

    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

    /**
     * One step.
     *
     * @param replicas of the new version that run in it
     * @param begunWall the moment at which it began, on a wall clock
     * @param runningSince when all of them ran; null until then
     * @param verdict {@code good}, {@code bad} or {@code unsure}; null while it is looked at
     */
    @Schema(name = "RolloutStep")
    record Step(
            String workloadId,
            int step,
            int percent,
            int replicas,
            Instant begunAt,
            @com.fasterxml.jackson.annotation.JsonIgnore Instant begunWall,
            @Nullable Instant runningSince,
            @Nullable String verdict,
            @Nullable String detail,
            List<String> evidence,
            @Nullable Instant endedAt) {

        Step {
            evidence = List.copyOf(evidence);
        }
    }

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final Clock clock;
    private final InstantSource wall = InstantSource.system();

    RolloutSteps(JdbcTemplate jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    List<Step> of(UUID change) {
        return jdbc.query(
                "select * from rollout_step where change_id = ? order by workload_id, step",
                (row, index) -> {
                    Timestamp running = row.getTimestamp("running_since");
                    Timestamp ended = row.getTimestamp("ended_at");
                    return new Step(
                            row.getString("workload_id"),
                            row.getInt("step"),
                            row.getInt("percent"),
                            row.getInt("replicas"),
                            row.getTimestamp("begun_at").toInstant(),
                            row.getTimestamp("begun_wall").toInstant(),
                            running == null ? null : running.toInstant(),
                            row.getString("verdict"),
                            row.getString("detail"),
                            json.readValue(row.getString("evidence"), STRINGS),
                            ended == null ? null : ended.toInstant());
                },
                change);
    }

    void begin(UUID change, String workload, int step, int percent, int replicas) {
        jdbc.update(
                "insert into rollout_step (change_id, workload_id, step, percent, replicas, begun_at, begun_wall)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                change,
                workload,
                step,
                percent,
                replicas,
                Timestamp.from(clock.instant()),
                Timestamp.from(wall.instant()));
    }

    void running(UUID change, String workload, int step) {
        jdbc.update(
                "update rollout_step set running_since = ? where change_id = ? and workload_id = ? and step = ?"
                        + " and running_since is null",
                Timestamp.from(clock.instant()),
                change,
                workload,
                step);
    }

    void end(UUID change, String workload, int step, String verdict, String detail, List<String> evidence) {
        jdbc.update(
                "update rollout_step set verdict = ?, detail = ?, evidence = ?::jsonb, ended_at = ?"
                        + " where change_id = ? and workload_id = ? and step = ? and verdict is null",
                verdict,
                detail,
                json.writeValueAsString(evidence),
                Timestamp.from(clock.instant()),
                change,
                workload,
                step);
    }
}
