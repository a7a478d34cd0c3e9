package io.swen.routing.optimisation;

import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.routing.optimisation.Recommendation.Kind;
import io.swen.routing.optimisation.Recommendation.State;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Stores recommendations. */
@Repository
class RecommendationStore {

    /** What a list is narrowed to; null is everything. */
    record Filter(
            @Nullable Kind kind,
            @Nullable State state,
            @Nullable String workloadId,
            @Nullable String team,
            @Nullable String environment) {}

    private static final String VISIBLE =
            " and (?::text[] is null or team = any (?)) and (?::text[] is null or environment = any (?))";

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    RecommendationStore(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void add(Recommendation recommendation, String subject) {
        jdbc.update(
                "insert into recommendation (id, kind, subject, workload_id, instance_id, team, environment, state, version,"
                        + " saving_per_month, created_at, updated_at, expires_at, decision_id, document)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)",
                recommendation.id(),
                recommendation.kind().id(),
                subject,
                recommendation.workloadId(),
                recommendation.instanceId(),
                recommendation.team(),
                recommendation.environment(),
                recommendation.state().id(),
                recommendation.version(),
                recommendation.savingPerMonth().amount(),
                Timestamp.from(recommendation.createdAt()),
                Timestamp.from(recommendation.updatedAt()),
                Timestamp.from(recommendation.expiresAt()),
                recommendation.decisionId(),
                json.writeValueAsString(recommendation));
    }

    /** Replaces one; the caller has locked it. */
    void replace(Recommendation recommendation) {
        jdbc.update(
                "update recommendation set state = ?, version = ?, saving_per_month = ?, updated_at = ?, expires_at = ?,"
                        + " decision_id = ?, document = ?::jsonb where id = ?",
                recommendation.state().id(),
                recommendation.version(),
                recommendation.savingPerMonth().amount(),
                Timestamp.from(recommendation.updatedAt()),
                Timestamp.from(recommendation.expiresAt()),
                recommendation.decisionId(),
                json.writeValueAsString(recommendation),
                recommendation.id());
    }

    /** The open one of a kind for a subject, its row locked. */
    Optional<Recommendation> lockOpen(Kind kind, String subject) {
        return one("kind = ? and subject = ? and state = 'open' for update", kind.id(), subject);
    }

    /** Its row locked. */
    Optional<Recommendation> lock(UUID id) {
        return one("id = ? for update", id);
    }

    Optional<Recommendation> find(UUID id, Actor actor) {
        String[] teams = actor.teamParameter();
        String[] environments = actor.environmentParameter();
        return one("id = ?" + VISIBLE, id, teams, teams, environments, environments);
    }

    /** What the decision was recommended by. */
    Optional<Recommendation> ofDecision(UUID decisionId) {
        return one("decision_id = ? limit 1", decisionId);
    }

    /** Open ones that are past their time, or whose workload has ended. */
    List<UUID> overdue(Instant now, int limit) {
        return jdbc.query(
                "select r.id from recommendation r left join workload w on w.id = r.workload_id where r.state = 'open'"
                        + " and (r.expires_at <= ? or (w.state in ('completed', 'failed', 'cancelled')"
                        + " and r.kind <> 'orphaned')) order by r.id limit ?",
                (row, index) -> row.getObject(1, UUID.class),
                Timestamp.from(now),
                limit);
    }

    int open() {
        Integer count = jdbc.queryForObject("select count(*) from recommendation where state = 'open'", Integer.class);
        return count == null ? 0 : count;
    }

    /** The newest first. */
    Page<Recommendation> list(Filter filter, @Nullable String cursor, int limit, Actor actor) {
        List<String> after = Cursors.decode(cursor, 1);
        String[] teams = actor.teamParameter();
        String[] environments = actor.environmentParameter();
        String kind = filter.kind() == null ? null : filter.kind().id();
        String state = filter.state() == null ? null : filter.state().id();
        UUID before = after == null ? null : uuid(after.getFirst());
        List<Recommendation> rows = jdbc.query(
                "select document from recommendation where (?::text is null or kind = ?) and (?::text is null or state = ?)"
                        + " and (?::text is null or workload_id = ?) and (?::text is null or team = ?)"
                        + " and (?::text is null or environment = ?) and (?::uuid is null or id < ?::uuid)" + VISIBLE
                        + " order by id desc limit ?",
                (row, index) -> read(row.getString(1)),
                kind,
                kind,
                state,
                state,
                filter.workloadId(),
                filter.workloadId(),
                filter.team(),
                filter.team(),
                filter.environment(),
                filter.environment(),
                before,
                before,
                teams,
                teams,
                environments,
                environments,
                limit + 1);
        return Page.of(rows, limit, last -> Cursors.encode(last.id()));
    }

    private Optional<Recommendation> one(String condition, @Nullable Object... arguments) {
        return jdbc
                .query(
                        "select document from recommendation where " + condition,
                        (row, index) -> read(row.getString(1)),
                        arguments)
                .stream()
                .findFirst();
    }

    private Recommendation read(String document) {
        return json.readValue(document, Recommendation.class);
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR, "cursor must be the \"next\" of an earlier page", e);
        }
    }
}
