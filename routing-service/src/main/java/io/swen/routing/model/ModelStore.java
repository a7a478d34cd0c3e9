package io.swen.routing.model;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.routing.artifact.Artifacts;
import io.swen.routing.metric.RoutingMetric;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Stores models and what became of them; a change of state, its entry in the log and its event are stored together. */
@Repository
class ModelStore {

    private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);
    private static final int MOST_ENTRIES = 200;

    /** How far learning has come. */
    record Progress(long triedUntil, boolean requested) {}

    private final JdbcTemplate jdbc;
    private final Artifacts artifacts;
    private final EventLog events;
    private final JsonMapper json;
    private final MeterRegistry metrics;
    private final Clock clock;

    ModelStore(
            JdbcTemplate jdbc,
            Artifacts artifacts,
            EventLog events,
            JsonMapper json,
            MeterRegistry metrics,
            Clock clock) {
        this.jdbc = jdbc;
        this.artifacts = artifacts;
        this.events = events;
        this.json = json;
        this.metrics = metrics;
        this.clock = clock;
    }

    Progress progress() {
        return jdbc.query(
                        "select tried_until, requested from model_progress",
                        (row, i) -> new Progress(row.getLong(1), row.getBoolean(2)))
                .getFirst();
    }

    /** Asks whoever owns the training for one, as soon as it comes to it. */
    @Transactional
    public void request(String by) {
        jdbc.update("update model_progress set requested = true");
        log(null, "requested", by);
    }

    /** A training was tried and there was too little to learn from. */
    @Transactional
    public void skipped(long until, String reason) {
        tried(until);
        log(null, "skipped", reason);
    }

    /** Stores a trained model as a candidate, file and all; false when the very same model was trained before. */
    @Transactional
    public boolean addCandidate(Gate.Result.Met met, ModelVersion.Cause cause, @Nullable String rival, long until) {
        LearnedModel model = met.challenger().model();
        artifacts.put(LearnedModel.KIND, model.bytes());
        Assessment champions = met.champions();
        int added = jdbc.update(
                "insert into model_version (id, state, trained_at, trained_until, seq_until, trained, held_out, cause, passes,"
                        + " rival, verdict, usual_queue, columns, hold_out, bins, provenance)"
                        + " values (?, 'candidate', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?::jsonb)"
                        + " on conflict (id) do nothing",
                model.id(),
                Timestamp.from(clock.instant()),
                Timestamp.from(met.cut()),
                until,
                met.trained(),
                met.heldOut(),
                cause.id(),
                met.passes(),
                rival,
                met.verdict(),
                met.usualQueue(),
                json.writeValueAsString(LearnedModel.COLUMNS),
                json.writeValueAsString(new ModelVersion.HoldOut(
                        met.ours().summary(),
                        met.baseline().summary(),
                        champions == null ? null : champions.summary(),
                        met.overBaseline(),
                        met.overChampion())),
                json.writeValueAsString(met.bins()),
                json.writeValueAsString(met.challenger().provenance()));
        tried(until);
        if (added == 0) {
            log(model.id(), "skipped", "the very same model was trained before");
            return false;
        }
        log(
                model.id(),
                "trained",
                "because of " + cause.id() + ", on " + met.trained() + " outcomes, judged by " + met.heldOut());
        return true;
    }

    /** Promotes candidates that passed the gate against the champion of now, and rejects the others. */
    @Transactional
    public void settleCandidates() {
        for (ModelVersion candidate : query("where state = 'candidate' order by trained_at, id for update")) {
            ModelVersion champion = champion().orElse(null);
            String now = champion == null ? null : champion.id();
            if (!candidate.passes()) {
                end(candidate, ModelVersion.State.REJECTED, "not beyond noise: " + candidate.verdict());
            } else if (!java.util.Objects.equals(now, candidate.rival())) {
                end(candidate, ModelVersion.State.REJECTED, "the champion that it met is no longer the champion");
            } else {
                if (champion != null) {
                    end(champion, ModelVersion.State.RETIRED, "replaced by " + candidate.id());
                }
                jdbc.update(
                        "update model_version set state = 'champion', state_reason = ?, promoted_at = ? where id = ?",
                        candidate.verdict(),
                        Timestamp.from(clock.instant()),
                        candidate.id());
                log(candidate.id(), "promoted", candidate.verdict());
                tell(candidate.id(), ModelVersion.State.CHAMPION, candidate.verdict());
            }
        }
    }

    /** Takes the champion out of use; nothing follows it until a new one passes the gate. */
    @Transactional
    public void demote(ModelVersion champion, String reason) {
        end(champion, ModelVersion.State.DEMOTED, reason);
    }

    /** Keeps the newest look at the champion, and its file from expiring. */
    @Transactional
    public void watched(ModelVersion champion, FreshLook watch, boolean newlyDrifted) {
        jdbc.update(
                "update model_version set watch = ?::jsonb where id = ?",
                json.writeValueAsString(watch),
                champion.id());
        if (newlyDrifted) {
            log(champion.id(), "drifted", String.join(", ", watch.drifted()));
        }
    }

    Optional<ModelVersion> champion() {
        return query("where state = 'champion'").stream().findFirst();
    }

    Optional<String> championId() {
        return jdbc
                .query("select id from model_version where state = 'champion'", (row, i) -> row.getString(1))
                .stream()
                .findFirst();
    }

    /** The file of a model; the look counts as a use, so that it does not expire while the model is in use. */
    @Transactional
    public Optional<LearnedModel> file(String id) {
        return artifacts.get(id).map(bytes -> {
            artifacts.put(LearnedModel.KIND, bytes);
            return LearnedModel.read(bytes);
        });
    }

    Optional<ModelVersion> find(String id) {
        return query("where id = ?", id).stream().findFirst();
    }

    /** The newest first. */
    Page<ModelVersion> list(ModelVersion.@Nullable State state, @Nullable String cursor, int limit) {
        List<String> after = Cursors.decode(cursor, 2);
        String stateId = state == null ? null : state.id();
        Timestamp before = after == null ? null : Timestamp.from(instant(after.getFirst()));
        List<ModelVersion> rows = query(
                "where (?::text is null or state = ?) and (?::timestamptz is null or (trained_at, id) < (?, ?))"
                        + " order by trained_at desc, id desc limit ?",
                stateId,
                stateId,
                before,
                before,
                after == null ? "" : after.getLast(),
                limit + 1);
        return Page.of(rows, limit, last -> Cursors.encode(last.trainedAt(), last.id()));
    }

    /** What happened, the newest first: to a model, or to all. */
    List<ModelVersion.Entry> log(@Nullable String id) {
        return jdbc.query(
                "select seq, model_id, at, kind, detail from model_event where (?::text is null or model_id = ?)"
                        + " order by seq desc limit ?",
                (row, i) -> new ModelVersion.Entry(
                        row.getLong(1),
                        row.getString(2),
                        row.getTimestamp(3).toInstant(),
                        row.getString(4),
                        row.getString(5)),
                id,
                id,
                MOST_ENTRIES);
    }

    private void end(ModelVersion version, ModelVersion.State state, String reason) {
        jdbc.update(
                "update model_version set state = ?, state_reason = ?, ended_at = ? where id = ?",
                state.id(),
                reason,
                Timestamp.from(clock.instant()),
                version.id());
        log(version.id(), state.id(), reason);
        if (version.state() == ModelVersion.State.CHAMPION) {
            tell(version.id(), state, reason);
        }
    }

    private void tell(String id, ModelVersion.State state, String reason) {
        events.append(new Event(ModelEvents.CHANGED, id, null, null, new ModelEvents.Changed(id, state, reason)), null);
    }

    private void tried(long until) {
        jdbc.update("update model_progress set tried_until = ?, requested = false", until);
    }

    private void log(@Nullable String model, String kind, String detail) {
        jdbc.update(
                "insert into model_event (model_id, at, kind, detail) values (?, ?, ?, ?)",
                model,
                Timestamp.from(clock.instant()),
                kind,
                detail);
        metrics.counter(RoutingMetric.MODEL_EVENTS.id(), "kind", kind).increment();
        LOG.info("model {} {}: {}", model, kind, detail);
    }

    private List<ModelVersion> query(String where, @Nullable Object... arguments) {
        return jdbc.query(
                "select id, state, trained_at, trained_until, seq_until, trained, held_out, cause, passes, rival, verdict,"
                        + " usual_queue, columns, hold_out, bins, watch, provenance, state_reason, promoted_at, ended_at"
                        + " from model_version " + where,
                (row, i) -> version(row),
                arguments);
    }

    private ModelVersion version(ResultSet row) throws SQLException {
        String watch = row.getString("watch");
        return new ModelVersion(
                row.getString("id"),
                ModelVersion.State.of(row.getString("state")),
                row.getTimestamp("trained_at").toInstant(),
                row.getTimestamp("trained_until").toInstant(),
                row.getLong("seq_until"),
                row.getInt("trained"),
                row.getInt("held_out"),
                ModelVersion.Cause.of(row.getString("cause")),
                row.getBoolean("passes"),
                row.getString("rival"),
                row.getString("verdict"),
                row.getDouble("usual_queue"),
                json.readValue(row.getString("columns"), new TypeReference<List<String>>() {}),
                json.readValue(row.getString("hold_out"), ModelVersion.HoldOut.class),
                json.readValue(row.getString("bins"), new TypeReference<List<FeatureBins>>() {}),
                watch == null ? null : json.readValue(watch, FreshLook.class),
                json.readValue(row.getString("provenance"), new TypeReference<Map<String, Object>>() {}),
                row.getString("state_reason"),
                instant(row.getTimestamp("promoted_at")),
                instant(row.getTimestamp("ended_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR, "cursor must be the \"next\" of an earlier page", e);
        }
    }
}
