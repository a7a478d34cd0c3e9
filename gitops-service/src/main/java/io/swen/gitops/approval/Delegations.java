package io.swen.gitops.approval;

import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.contract.Labels;
import io.swen.gitops.contract.Reasons;
import io.swen.gitops.control.Person;
import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.platform.security.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps who lets whom give verdicts in his stead. It never widens what the delegate may see or do, and is not passed on. */
@Component
class Delegations {

    static final Duration LONGEST = Duration.ofDays(90);
    static final int MOST_LIVE = 20;
    static final int MOST_NAMES = 50;

    /** What is asked for, unchecked. */
    record Asked(
            @Nullable String to,
            @Nullable List<@Nullable String> teams,
            @Nullable List<@Nullable String> environments,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable String reason) {}

    private static final String ALL = "*";
    private static final Pattern NAME = Pattern.compile("\\S{1,100}");
    private static final String COLUMNS =
            "id, from_id, from_name, to_name, teams, environments, starts_at, ends_at, reason,"
                    + " created_at, revoked_by, revoked_name, revoked_at";
    private static final String LIVE = " revoked_at is null and starts_at <= ? and ends_at > ?"
            + " and (teams = '{*}' or ? = any(teams)) and (environments = '{*}' or ? = any(environments))";

    private final JdbcTemplate jdbc;
    private final AuditLog audit;
    private final Clock clock;

    Delegations(JdbcTemplate jdbc, AuditLog audit, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional
    public Delegation create(Asked asked, Actor from) {
        Instant now = clock.instant();
        Instant start = asked.startsAt() == null ? now : asked.startsAt();
        Instant end = asked.endsAt();
        List<FieldProblem> problems = new ArrayList<>();
        String to = asked.to();
        if (to == null || !NAME.matcher(to).matches() || to.equals(from.name())) {
            problems.add(new FieldProblem("to", to, "the login name of somebody else"));
        }
        List<String> teams = names("teams", asked.teams(), from.teamFilter(), problems);
        List<String> environments = names("environments", asked.environments(), from.environmentFilter(), problems);
        if (end == null || !end.isAfter(start) || !end.isAfter(now) || end.isAfter(start.plus(LONGEST))) {
            problems.add(new FieldProblem(
                    "ends_at",
                    end == null ? null : end.toString(),
                    "after starts_at and after now, " + now + ", and at most " + LONGEST.toDays()
                            + " days after starts_at"));
        }
        String reason = Reasons.check(problems, "reason", asked.reason(), Reasons.SHORTEST);
        if (!problems.isEmpty() || to == null || end == null) {
            throw ProblemException.invalidFields(problems);
        }
        jdbc.queryForList(
                "select pg_advisory_xact_lock(hashtextextended('delegation:' || ?, 0))",
                from.id().toString());
        Integer live = jdbc.queryForObject(
                "select count(*) from delegation where from_id = ? and revoked_at is null and ends_at > ?",
                Integer.class,
                from.id(),
                Timestamp.from(now));
        if (live != null && live >= MOST_LIVE) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT, "you have " + live + " delegations already, allowed: " + MOST_LIVE);
        }
        Delegation delegation = new Delegation(
                Uuids.next(), Person.of(from), to, teams, environments, start, end, reason, now, null, null);
        jdbc.update(
                "insert into delegation (id, from_id, from_name, to_name, teams, environments, starts_at, ends_at, reason,"
                        + " created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                delegation.id(),
                from.id(),
                from.name(),
                to,
                teams.toArray(String[]::new),
                environments.toArray(String[]::new),
                Timestamp.from(start),
                Timestamp.from(end),
                reason,
                Timestamp.from(now));
        audit.record("delegation.create", "delegation", delegation.id().toString(), null, delegation);
        return delegation;
    }

    /** Ends one; the giver may, and an admin. */
    @Transactional
    public void revoke(UUID id, Actor actor) {
        Delegation before = one(id, " for update")
                .filter(delegation -> delegation.from().actorId().equals(actor.id()) || actor.has(Role.ADMIN))
                .orElseThrow(() -> ProblemException.notFound("delegation", id));
        if (before.revokedAt() != null) {
            return;
        }
        jdbc.update(
                "update delegation set revoked_by = ?, revoked_name = ?, revoked_at = ? where id = ?",
                actor.id(),
                actor.name(),
                Timestamp.from(clock.instant()),
                id);
        audit.record(AuditEntry.of("delegation.revoke", "delegation", id.toString())
                .change(before, one(id, "").orElseThrow()));
    }

    Delegation get(UUID id, Actor viewer) {
        return one(id, "")
                .filter(delegation -> seesAll(viewer)
                        || delegation.from().actorId().equals(viewer.id())
                        || delegation.to().equals(viewer.name()))
                .orElseThrow(() -> ProblemException.notFound("delegation", id));
    }

    /** Those from and to the caller, the newest first; all for admins and auditors. */
    List<Delegation> list(Actor viewer, @Nullable UUID before, int limit) {
        return jdbc.query(
                "select " + COLUMNS + " from delegation where (? or from_id = ? or to_name = ?)"
                        + " and (?::uuid is null or id < ?) order by id desc limit ?",
                (row, index) -> delegation(row),
                seesAll(viewer),
                viewer.id(),
                viewer.name(),
                before,
                before,
                limit);
    }

    /** The giver in whose stead somebody may give a verdict on a change at this moment. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Person> giver(UUID from, Actor to, ChangeSnapshot change, Instant now) {
        List<Delegation> live = jdbc.query(
                "select " + COLUMNS + " from delegation where from_id = ?"
                        + " and (to_id = ? or (to_id is null and to_name = ?)) and" + LIVE
                        + " order by ends_at desc limit 1",
                (row, index) -> delegation(row),
                from,
                to.id(),
                to.name(),
                Timestamp.from(now),
                Timestamp.from(now),
                change.team(),
                change.environment());
        if (live.isEmpty()) {
            return Optional.empty();
        }
        // From its first use on it is for this person and not for a name that somebody else may have one day.
        jdbc.update(
                "update delegation set to_id = ? where id = ? and to_id is null",
                to.id(),
                live.getFirst().id());
        return Optional.of(live.getFirst().from());
    }

    /** Whether one of the two may act in the other's stead for a change at this moment. */
    boolean areLinked(Person one, Person other, ChangeSnapshot change, Instant now) {
        return !jdbc.queryForList(
                        "select 1 from delegation where ((from_id = ? and (to_id = ? or (to_id is null and to_name = ?)))"
                                + " or (from_id = ? and (to_id = ? or (to_id is null and to_name = ?)))) and" + LIVE
                                + " limit 1",
                        one.actorId(),
                        other.actorId(),
                        other.name(),
                        other.actorId(),
                        one.actorId(),
                        one.name(),
                        Timestamp.from(now),
                        Timestamp.from(now),
                        change.team(),
                        change.environment())
                .isEmpty();
    }

    private static boolean seesAll(Actor viewer) {
        return viewer.has(Role.ADMIN) || viewer.has(Role.AUDITOR);
    }

    private Optional<Delegation> one(UUID id, String suffix) {
        return jdbc
                .query(
                        "select " + COLUMNS + " from delegation where id = ?" + suffix,
                        (row, index) -> delegation(row),
                        id)
                .stream()
                .findFirst();
    }

    /** Nobody lets somebody else do what he could not do himself. */
    private static List<String> names(
            String field,
            @Nullable List<@Nullable String> given,
            @Nullable Set<String> seen,
            List<FieldProblem> problems) {
        List<@Nullable String> asked = given == null ? List.of(ALL) : given;
        if (asked.size() == 1 && ALL.equals(asked.getFirst())) {
            return seen == null ? List.of(ALL) : seen.stream().sorted().toList();
        }
        List<String> names = new ArrayList<>();
        for (String name : asked) {
            if (!Labels.isLabel(name) || (seen != null && !seen.contains(name))) {
                problems.add(new FieldProblem(
                        field,
                        name,
                        seen == null
                                ? "DNS labels, or \"*\" alone for all"
                                : "some of "
                                        + String.join(
                                                ", ", seen.stream().sorted().toList())));
            } else {
                names.add(name);
            }
        }
        if (asked.isEmpty() || asked.size() > MOST_NAMES) {
            problems.add(new FieldProblem(field, asked.size() + " names", "1 to " + MOST_NAMES));
        }
        return names.stream().distinct().sorted().toList();
    }

    private static Delegation delegation(ResultSet row) throws SQLException {
        UUID revokedBy = row.getObject(11, UUID.class);
        Timestamp revokedAt = row.getTimestamp(13);
        return new Delegation(
                row.getObject(1, UUID.class),
                new Person(row.getObject(2, UUID.class), String.valueOf(row.getString(3))),
                String.valueOf(row.getString(4)),
                Arrays.asList((String[]) row.getArray(5).getArray()),
                Arrays.asList((String[]) row.getArray(6).getArray()),
                row.getTimestamp(7).toInstant(),
                row.getTimestamp(8).toInstant(),
                String.valueOf(row.getString(9)),
                row.getTimestamp(10).toInstant(),
                revokedBy == null ? null : new Person(revokedBy, String.valueOf(row.getString(12))),
                revokedAt == null ? null : revokedAt.toInstant());
    }
}
