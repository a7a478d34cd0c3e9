package io.swen.gitops.control;

import io.swen.platform.id.Uuids;
import io.swen.platform.page.ETags;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.support.CronExpression;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the freeze windows, and says which of them holds. */
@Component
class FreezeWindows {

    static final int MOST = 200;
    static final int MOST_ENVIRONMENTS = 50;
    static final Duration SHORTEST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofDays(31);
    static final Duration LONGEST_ONCE = Duration.ofDays(366);

    /**
     * What is asked for, unchecked.
     *
     * @param from with {@code until}, or {@code cron} with {@code duration}
     */
    record Asked(
            @Nullable List<@Nullable String> environments,
            @Nullable String reason,
            @Nullable String zone,
            @Nullable String from,
            @Nullable String until,
            @Nullable String cron,
            @Nullable Duration duration) {}

    private static final String COLUMNS = "id, environments, reason, zone, starts_at, ends_at, cron, lasts_seconds,"
            + " created_by, created_name, created_at, version";

    private final JdbcTemplate jdbc;
    private final ControlRecord record;
    private final Clock clock;

    FreezeWindows(JdbcTemplate jdbc, ControlRecord record, Clock clock) {
        this.jdbc = jdbc;
        this.record = record;
        this.clock = clock;
    }

    @Transactional
    public FreezeWindow add(Asked asked, Actor actor) {
        FreezeWindow window = checked(asked, Uuids.next(), Person.of(actor), clock.instant(), 1, actor);
        jdbc.queryForList("select pg_advisory_xact_lock(hashtextextended('freeze_window', 0))");
        Integer kept = jdbc.queryForObject("select count(*) from freeze_window", Integer.class);
        if (kept != null && kept >= MOST) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT, "there are " + kept + " freeze windows already, allowed: " + MOST);
        }
        jdbc.update(
                "insert into freeze_window (environments, reason, zone, starts_at, ends_at, cron, lasts_seconds, version,"
                        + " id, created_by, created_name, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                columns(
                        window,
                        window.id(),
                        window.createdBy().actorId(),
                        window.createdBy().name(),
                        Timestamp.from(window.createdAt())));
        tell(window, ControlChanged.Action.ADDED, null, window);
        return window;
    }

    @Transactional
    public FreezeWindow replace(UUID id, Asked asked, @Nullable String ifMatch, Actor actor) {
        FreezeWindow before = locked(id, actor);
        ETags.requireMatch(ifMatch, before.version());
        FreezeWindow window = checked(asked, id, before.createdBy(), before.createdAt(), before.version() + 1, actor);
        jdbc.update(
                "update freeze_window set environments = ?, reason = ?, zone = ?, starts_at = ?, ends_at = ?, cron = ?,"
                        + " lasts_seconds = ?, version = ? where id = ?",
                columns(window, id));
        tell(window, ControlChanged.Action.CHANGED, before, window);
        return window;
    }

    @Transactional
    public void remove(UUID id, @Nullable String ifMatch, Actor actor) {
        FreezeWindow before = locked(id, actor);
        ETags.requireMatch(ifMatch, before.version());
        jdbc.update("delete from freeze_window where id = ?", id);
        tell(before, ControlChanged.Action.REMOVED, before, null);
    }

    FreezeWindow get(UUID id, Actor viewer) {
        return one("", id, viewer);
    }

    List<FreezeWindow> list(@Nullable String environment, Actor viewer, @Nullable UUID after, int limit) {
        return jdbc.query(
                "select " + COLUMNS
                        + " from freeze_window where (?::text is null or environments = '{}' or ? = any(environments))"
                        + " and (?::text[] is null or environments = '{}' or environments && ?::text[])"
                        + " and (?::uuid is null or id > ?) order by id limit ?",
                (row, index) -> window(row),
                environment,
                environment,
                viewer.environmentParameter(),
                viewer.environmentParameter(),
                after,
                after,
                limit);
    }

    /** Why nothing is applied in an environment at a moment, or null. */
    @Nullable
    String frozen(String environment, Instant moment) {
        return jdbc
                .query(
                        "select " + COLUMNS + " from freeze_window where environments = '{}' or ? = any(environments)"
                                + " order by id",
                        (row, index) -> window(row),
                        environment)
                .stream()
                .flatMap(window -> window.at(moment).stream()
                        .map(span -> "a freeze window holds until " + span.until() + ": " + window.reason()))
                .findFirst()
                .orElse(null);
    }

    private FreezeWindow locked(UUID id, Actor actor) {
        FreezeWindow window = one(" for update", id, actor);
        if (window.environments().isEmpty()) {
            Checks.scope(actor, null);
        }
        window.environments().forEach(environment -> Checks.scope(actor, environment));
        return window;
    }

    private FreezeWindow one(String suffix, UUID id, Actor viewer) {
        Set<String> seen = viewer.environmentFilter();
        return jdbc
                .query(
                        "select " + COLUMNS + " from freeze_window where id = ?" + suffix,
                        (row, index) -> window(row),
                        id)
                .stream()
                .filter(window -> seen == null
                        || window.environments().isEmpty()
                        || window.environments().stream().anyMatch(seen::contains))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("freeze window", id));
    }

    private void tell(
            FreezeWindow window,
            ControlChanged.Action action,
            @Nullable FreezeWindow before,
            @Nullable FreezeWindow after) {
        record.of(
                new ControlChanged(
                        ControlChanged.Control.FREEZE_WINDOW,
                        action,
                        window.environments().size() == 1
                                ? window.environments().getFirst()
                                : null,
                        null,
                        window.reason()),
                window.id().toString(),
                before,
                after);
    }

    private FreezeWindow checked(Asked asked, UUID id, Person createdBy, Instant createdAt, long version, Actor actor) {
        String reason = Checks.reason(asked.reason());
        List<String> environments = new ArrayList<>();
        List<@Nullable String> given = asked.environments() == null ? List.of() : asked.environments();
        if (given.isEmpty() || given.size() > MOST_ENVIRONMENTS) {
            throw ProblemException.invalidField(
                    "environments",
                    given.size() + " environments",
                    "1 to " + MOST_ENVIRONMENTS + " of them, or \"*\" alone for all");
        }
        if (given.size() == 1 && Modes.OTHERS.equals(given.getFirst())) {
            Checks.scope(actor, null);
        } else {
            for (String name : given) {
                String environment = Checks.environment("environments", name);
                Checks.scope(actor, environment);
                environments.add(environment);
            }
        }
        ZoneId zone = zone(asked.zone());
        return new FreezeWindow(
                id,
                environments.stream().distinct().sorted().toList(),
                reason,
                zone,
                schedule(asked, zone),
                createdBy,
                createdAt,
                version);
    }

    private static ZoneId zone(@Nullable String given) {
        if (given == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(given);
        } catch (DateTimeException e) {
            throw ProblemException.invalidField("zone", given, "a time zone such as Europe/Berlin or UTC");
        }
    }

    private FreezeWindow.Schedule schedule(Asked asked, ZoneId zone) {
        boolean once = asked.from() != null || asked.until() != null;
        boolean recurring = asked.cron() != null || asked.duration() != null;
        if (once == recurring) {
            throw ProblemException.invalidFields(List.of(
                    new FieldProblem("from", asked.from(), "from with until, or cron with duration, and not both")));
        }
        return once ? once(asked, zone) : recurring(asked, zone);
    }

    private FreezeWindow.Schedule once(Asked asked, ZoneId zone) {
        Instant from = instant("from", asked.from(), zone);
        Instant until = instant("until", asked.until(), zone);
        Instant now = clock.instant();
        if (!until.isAfter(from) || !until.isAfter(now) || until.isAfter(from.plus(LONGEST_ONCE))) {
            throw ProblemException.invalidField(
                    "until",
                    asked.until(),
                    "after from and after now, " + now + ", and at most " + LONGEST_ONCE.toDays() + " days after from");
        }
        return new FreezeWindow.Schedule.Once(from, until);
    }

    private FreezeWindow.Schedule recurring(Asked asked, ZoneId zone) {
        Duration lasts = asked.duration();
        if (lasts == null || lasts.compareTo(SHORTEST) < 0 || lasts.compareTo(LONGEST) > 0 || lasts.getNano() != 0) {
            throw ProblemException.invalidField("duration", lasts, SHORTEST + " to " + LONGEST + ", in whole seconds");
        }
        String cron = asked.cron() == null ? "" : asked.cron().strip().replaceAll("\\s+", " ");
        String allowed = "five fields that match some day: minute, hour, day of the month, month, day of the week,"
                + " such as \"0 18 * * FRI\"";
        if (cron.split(" ", -1).length != 5 || cron.length() > 200) {
            throw ProblemException.invalidField("cron", asked.cron(), allowed);
        }
        try {
            if (CronExpression.parse("0 " + cron).next(clock.instant().atZone(zone)) == null) {
                throw ProblemException.invalidField("cron", asked.cron(), allowed);
            }
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidField("cron", asked.cron(), allowed);
        }
        return new FreezeWindow.Schedule.Recurring(cron, lasts);
    }

    /** With an offset as it stands; without one it is a time in the zone. */
    private static Instant instant(String field, @Nullable String given, ZoneId zone) {
        if (given != null) {
            try {
                return OffsetDateTime.parse(given).toInstant();
            } catch (DateTimeParseException withoutOffset) {
                try {
                    return LocalDateTime.parse(given).atZone(zone).toInstant();
                } catch (DateTimeParseException neither) {
                    // Told below, as what is absent is.
                }
            }
        }
        throw ProblemException.invalidField(
                field, given, "a time such as 2026-12-24T18:00 in the zone, or 2026-12-24T18:00:00Z");
    }

    private static @Nullable Object[] columns(FreezeWindow window, Object... more) {
        List<@Nullable Object> values = new ArrayList<>(Arrays.<@Nullable Object>asList(
                window.environments().toArray(String[]::new),
                window.reason(),
                window.zone().getId()));
        switch (window.schedule()) {
            case FreezeWindow.Schedule.Once(Instant from, Instant until) ->
                values.addAll(Arrays.asList(Timestamp.from(from), Timestamp.from(until), null, null));
            case FreezeWindow.Schedule.Recurring(String cron, Duration lasts) ->
                values.addAll(Arrays.asList(null, null, cron, lasts.toSeconds()));
        }
        values.add(window.version());
        values.addAll(Arrays.asList(more));
        return values.toArray();
    }

    private static FreezeWindow window(ResultSet row) throws SQLException {
        Array environments = row.getArray(2);
        Timestamp from = row.getTimestamp(5);
        return new FreezeWindow(
                row.getObject(1, UUID.class),
                List.of((String[]) environments.getArray()),
                String.valueOf(row.getString(3)),
                ZoneId.of(String.valueOf(row.getString(4))),
                from == null
                        ? new FreezeWindow.Schedule.Recurring(
                                String.valueOf(row.getString(7)), Duration.ofSeconds(row.getLong(8)))
                        : new FreezeWindow.Schedule.Once(
                                from.toInstant(), row.getTimestamp(6).toInstant()),
                new Person(row.getObject(9, UUID.class), String.valueOf(row.getString(10))),
                row.getTimestamp(11).toInstant(),
                row.getLong(12));
    }
}
