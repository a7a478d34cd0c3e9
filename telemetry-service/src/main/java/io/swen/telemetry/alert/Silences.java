package io.swen.telemetry.alert;

import io.swen.platform.audit.AuditLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the silences, and says which of them covers an alert. */
@Component
class Silences {

    static final int MOST_ACTIVE = 500;
    static final int MOST_MATCHERS = 20;
    static final Duration LONGEST = Duration.ofDays(31);

    private static final int LONGEST_TEXT = 1_000;
    private static final Pattern LABEL = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final TypeReference<List<Silence.Matcher>> MATCHERS = new TypeReference<>() {};
    private static final String COLUMNS =
            "id, matchers, reason, starts_at, ends_at, created_at, created_by, created_by_name, teams, environments";

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final AuditLog audit;
    private final Clock clock;

    Silences(JdbcTemplate jdbc, JsonMapper json, AuditLog audit, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.audit = audit;
        this.clock = clock;
    }

    /** Begins a silence; without a beginning it begins now. */
    @Transactional
    public Silence create(
            @Nullable List<Silence.@Nullable Matcher> matchers,
            @Nullable String reason,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            Actor actor) {
        Instant now = clock.instant();
        Instant start = startsAt == null ? now : startsAt;
        List<FieldProblem> problems = new ArrayList<>();
        List<Silence.Matcher> checked = checked(matchers, problems);
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_TEXT) {
            problems.add(new FieldProblem("reason", reason, "1 to " + LONGEST_TEXT + " characters"));
        }
        if (endsAt == null || !endsAt.isAfter(start) || !endsAt.isAfter(now) || endsAt.isAfter(start.plus(LONGEST))) {
            problems.add(new FieldProblem(
                    "ends_at",
                    endsAt == null ? null : endsAt.toString(),
                    "after starts_at and after now, " + now + ", and at most " + LONGEST + " after starts_at"));
        }
        if (start.isAfter(now.plus(LONGEST)) || start.isBefore(now.minus(LONGEST))) {
            problems.add(new FieldProblem("starts_at", start.toString(), "within " + LONGEST + " of now, " + now));
        }
        if (!problems.isEmpty() || reason == null || endsAt == null) {
            throw ProblemException.invalidFields(problems);
        }
        Integer active = jdbc.queryForObject(
                "select count(*) from silence where ends_at > ?", Integer.class, Timestamp.from(now));
        if (active != null && active >= MOST_ACTIVE) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT, "there are " + active + " silences already, allowed: " + MOST_ACTIVE);
        }
        Silence silence = new Silence(
                Uuids.next(),
                checked,
                reason,
                start,
                endsAt,
                now,
                actor.id(),
                actor.name(),
                actor.teamFilter(),
                actor.environmentFilter());
        jdbc.update(
                "insert into silence (" + COLUMNS + ", version) values (?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
                silence.id(),
                json.writeValueAsString(silence.matchers()),
                silence.reason(),
                Timestamp.from(silence.startsAt()),
                Timestamp.from(silence.endsAt()),
                Timestamp.from(silence.createdAt()),
                silence.createdBy(),
                silence.createdByName(),
                array(silence.teams()),
                array(silence.environments()));
        audit.record("silence.create", "silence", silence.id().toString(), null, SilenceView.of(silence, now));
        return silence;
    }

    /** Ends a silence that has not ended; one that has is left as it is. */
    @Transactional
    public void end(UUID id, Actor actor) {
        Silence silence = find(id, actor);
        Instant now = clock.instant();
        if (!silence.endsAt().isAfter(now)) {
            return;
        }
        Instant end = silence.startsAt().isAfter(now) ? silence.startsAt() : now;
        jdbc.update("update silence set ends_at = ?, version = version + 1 where id = ?", Timestamp.from(end), id);
        audit.record(
                "silence.end",
                "silence",
                id.toString(),
                SilenceView.of(silence, now),
                java.util.Map.of("ends_at", end.toString()));
    }

    /** The one that a caller may see. */
    Silence find(UUID id, Actor actor) {
        return jdbc.query("select " + COLUMNS + " from silence where id = ?", (row, index) -> silence(row), id).stream()
                .filter(silence -> isVisibleTo(silence, actor))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("silence", id));
    }

    /** Those that a caller may see, the newest first. */
    Page<Silence> list(boolean activeOnly, @Nullable UUID before, int limit, Actor actor) {
        StringBuilder sql = new StringBuilder("select " + COLUMNS + " from silence where true");
        List<Object> parameters = new ArrayList<>();
        if (activeOnly) {
            sql.append(" and ends_at > ?");
            parameters.add(Timestamp.from(clock.instant()));
        }
        // Whoever sees a part sees the silences of those who see no more than that, and of those who see everything.
        if (actor.teamFilter() != null) {
            sql.append(" and (teams is null or teams && ?::text[])");
            parameters.add(actor.teamFilter().toArray(String[]::new));
        }
        if (actor.environmentFilter() != null) {
            sql.append(" and (environments is null or environments && ?::text[])");
            parameters.add(actor.environmentFilter().toArray(String[]::new));
        }
        if (before != null) {
            sql.append(" and id < ?");
            parameters.add(before);
        }
        sql.append(" order by id desc limit ?");
        parameters.add(limit + 1);
        return Page.of(
                jdbc.query(sql.toString(), (row, index) -> silence(row), parameters.toArray()),
                limit,
                last -> Cursors.encode(last.id()));
    }

    /** Those that count at the moment. */
    List<Silence> active() {
        Timestamp now = Timestamp.from(clock.instant());
        return jdbc.query(
                "select " + COLUMNS + " from silence where starts_at <= ? and ends_at > ? order by id limit ?",
                (row, index) -> silence(row),
                now,
                now,
                MOST_ACTIVE);
    }

    /** The silence that covers an alert at the moment. */
    static Optional<Silence> covering(Alert alert, List<Silence> active) {
        return active.stream().filter(silence -> silence.covers(alert)).findFirst();
    }

    private static List<Silence.Matcher> checked(
            @Nullable List<Silence.@Nullable Matcher> matchers, List<FieldProblem> problems) {
        List<Silence.Matcher> checked = new ArrayList<>();
        if (matchers == null || matchers.isEmpty() || matchers.size() > MOST_MATCHERS) {
            problems.add(new FieldProblem("matchers", null, "1 to " + MOST_MATCHERS + " matchers"));
            return checked;
        }
        for (int i = 0; i < matchers.size(); i++) {
            Silence.Matcher matcher = matchers.get(i);
            String path = "matchers[" + i + "]";
            if (matcher == null
                    || matcher.label() == null
                    || !LABEL.matcher(matcher.label()).matches()) {
                problems.add(new FieldProblem(
                        path + ".label", matcher == null ? null : matcher.label(), "the name of a label"));
            } else if (matcher.value() == null || matcher.value().length() > LONGEST_TEXT) {
                problems.add(new FieldProblem(path + ".value", null, "at most " + LONGEST_TEXT + " characters"));
            } else {
                checked.add(matcher);
            }
        }
        if (problems.isEmpty()
                && checked.stream().allMatch(matcher -> matcher.value().equals("*") || matcher.negate())) {
            problems.add(new FieldProblem(
                    "matchers",
                    null,
                    "at least one that says what a label is, as the others silence nearly everything"));
        }
        return checked;
    }

    private static boolean isVisibleTo(Silence silence, Actor actor) {
        return overlaps(silence.teams(), actor.teamFilter())
                && overlaps(silence.environments(), actor.environmentFilter());
    }

    private static boolean overlaps(@Nullable Set<String> a, @Nullable Set<String> b) {
        return a == null || b == null || a.stream().anyMatch(b::contains);
    }

    private Silence silence(ResultSet row) throws SQLException {
        return new Silence(
                row.getObject(1, UUID.class),
                json.readValue(String.valueOf(row.getString(2)), MATCHERS),
                String.valueOf(row.getString(3)),
                row.getTimestamp(4).toInstant(),
                row.getTimestamp(5).toInstant(),
                row.getTimestamp(6).toInstant(),
                row.getObject(7, UUID.class),
                String.valueOf(row.getString(8)),
                set(row.getArray(9)),
                set(row.getArray(10)));
    }

    private static String @Nullable [] array(@Nullable Set<String> values) {
        return values == null ? null : values.toArray(String[]::new);
    }

    private static @Nullable Set<String> set(@Nullable Array array) throws SQLException {
        return array == null ? null : Set.of((String[]) array.getArray());
    }
}
