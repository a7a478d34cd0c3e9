package io.swen.routing.reservation;

import io.swen.platform.money.Money;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Reads reservations, each caller only those of what it may see. */
@Repository
class ReservationReader {

    private final JdbcTemplate jdbc;

    ReservationReader(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Page<Reservation> list(
            Reservation.@Nullable State state,
            @Nullable String workloadId,
            @Nullable String cursor,
            int limit,
            Actor actor) {
        List<String> after = Cursors.decode(cursor, 1);
        String stateId = state == null ? null : state.name().toLowerCase(Locale.ROOT);
        List<Reservation> rows = jdbc.query(
                "select id, decision_id, workload_id, team, environment, hourly_cost, vcpus, gpus, state, created_at,"
                        + " ended_at, reason from reservation where (?::text is null or state = ?)"
                        + " and (?::text is null or workload_id = ?) and (?::uuid is null or id < ?::uuid)"
                        + " and (?::text[] is null or team = any (?)) and (?::text[] is null or environment = any (?))"
                        + " order by id desc limit ?",
                (row, index) -> {
                    Timestamp ended = row.getTimestamp(11);
                    return new Reservation(
                            row.getObject(1, UUID.class),
                            row.getObject(2, UUID.class),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            Money.usd(row.getBigDecimal(6)),
                            row.getInt(7),
                            row.getInt(8),
                            Reservation.State.valueOf(row.getString(9).toUpperCase(Locale.ROOT)),
                            row.getTimestamp(10).toInstant(),
                            ended == null ? null : ended.toInstant(),
                            row.getString(12));
                },
                stateId,
                stateId,
                workloadId,
                workloadId,
                uuid(after),
                uuid(after),
                actor.teamParameter(),
                actor.teamParameter(),
                actor.environmentParameter(),
                actor.environmentParameter(),
                limit + 1);
        return Page.of(rows, limit, last -> Cursors.encode(last.id()));
    }

    private static @Nullable UUID uuid(@Nullable List<String> cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            return UUID.fromString(cursor.getFirst());
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR, "cursor must be the \"next\" of an earlier page", e);
        }
    }
}
