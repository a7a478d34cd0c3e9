package io.swen.routing.outcome;

import io.swen.platform.money.Money;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads outcomes, predicted against realised. */
@Repository
public class OutcomeReader {

    private static final String SELECT =
            "select seq, decision_id, workload_id, team, environment, kind, offer_id, zone,"
                    + " simulated, horizon_hours, features, decided_at, started_at, ended_at, ending, interrupted, hours_run,"
                    + " queue_seconds, predicted_cost, realised_cost, cost_ratio, cost_basis, recorded_at from placement_outcome";

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    OutcomeReader(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** What became of a decision, for this service's own use; empty while it runs and where it never did. */
    public Optional<Outcome> of(UUID decision) {
        return jdbc.query(SELECT + " where decision_id = ?", this::outcome, decision).stream()
                .findFirst();
    }

    /** How many outcomes there are up to now: the number of the newest. */
    public long newest() {
        Long newest = jdbc.queryForObject("select coalesce(max(seq), 0) from placement_outcome", Long.class);
        return newest == null ? 0 : newest;
    }

    /** How many outcomes came after a number. */
    public int countAfter(long seq) {
        Integer count = jdbc.queryForObject("select count(*) from placement_outcome where seq > ?", Integer.class, seq);
        return count == null ? 0 : count;
    }

    /** The newest outcomes after a number, at most {@code limit}, the oldest first. */
    public List<Outcome> latest(long after, int limit) {
        return jdbc.query(SELECT + " where seq > ? order by seq desc limit ?", this::outcome, after, limit)
                .reversed();
    }

    /** The newest first, as far as a caller may see them. */
    Page<Outcome> list(
            @Nullable String workloadId,
            @Nullable UUID decisionId,
            @Nullable Ending ending,
            @Nullable String cursor,
            int limit,
            Actor actor) {
        List<String> after = Cursors.decode(cursor, 1);
        Long before = after == null ? null : number(after.getFirst());
        String endingId = ending == null ? null : ending.id();
        String[] teams = actor.teamParameter();
        String[] environments = actor.environmentParameter();
        List<Outcome> rows = jdbc.query(
                SELECT + " where (?::text is null or workload_id = ?) and (?::uuid is null or decision_id = ?::uuid)"
                        + " and (?::text is null or ending = ?) and (?::bigint is null or seq < ?::bigint)"
                        + " and (?::text[] is null or team = any (?)) and (?::text[] is null or environment = any (?))"
                        + " order by seq desc limit ?",
                this::outcome,
                workloadId,
                workloadId,
                decisionId,
                decisionId,
                endingId,
                endingId,
                before,
                before,
                teams,
                teams,
                environments,
                environments,
                limit + 1);
        return Page.of(rows, limit, last -> Cursors.encode(last.seq()));
    }

    private Outcome outcome(ResultSet row, int number) throws SQLException {
        Timestamp started = row.getTimestamp("started_at");
        double queue = row.getDouble("queue_seconds");
        Double queued = row.wasNull() ? null : queue;
        double ratio = row.getDouble("cost_ratio");
        Double costRatio = row.wasNull() ? null : ratio;
        Map<String, Double> features = json.readValue(row.getString("features"), new TypeReference<>() {});
        return new Outcome(
                row.getLong("seq"),
                row.getObject("decision_id", UUID.class),
                row.getString("workload_id"),
                row.getString("team"),
                row.getString("environment"),
                row.getString("kind"),
                row.getString("offer_id"),
                row.getString("zone"),
                row.getBoolean("simulated"),
                row.getDouble("horizon_hours"),
                features,
                row.getTimestamp("decided_at").toInstant(),
                started == null ? null : started.toInstant(),
                row.getTimestamp("ended_at").toInstant(),
                Ending.of(row.getString("ending")),
                row.getBoolean("interrupted"),
                row.getDouble("hours_run"),
                queued,
                Money.usd(row.getBigDecimal("predicted_cost")),
                Money.usd(row.getBigDecimal("realised_cost")),
                costRatio,
                row.getString("cost_basis"),
                row.getTimestamp("recorded_at").toInstant());
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR, "cursor must be the \"next\" of an earlier page", e);
        }
    }
}
