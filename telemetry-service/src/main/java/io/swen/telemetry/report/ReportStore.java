package io.swen.telemetry.report;

import static io.swen.telemetry.support.Columns.text;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Stores reports. */
@Component
class ReportStore {

    private static final String COLUMNS =
            "id, period, from_day, to_day, team, scheduled, author, created_at, content::text";

    /** A report; {@code to} is its last day. */
    record Report(
            UUID id,
            ReportPeriod period,
            LocalDate from,
            LocalDate to,
            @Nullable String team,
            boolean scheduled,
            @Nullable UUID author,
            Instant createdAt,
            ReportContent content) {}

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    ReportStore(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Adds a report; false where the schedule has it already. */
    boolean add(Report report) {
        return jdbc.update(
                        "insert into report (id, period, from_day, to_day, team, scheduled, author, created_at, content)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb) on conflict do nothing",
                        report.id(),
                        report.period().id(),
                        Date.valueOf(report.from()),
                        Date.valueOf(report.to()),
                        report.team(),
                        report.scheduled(),
                        report.author(),
                        Timestamp.from(report.createdAt()),
                        json.writeValueAsString(report.content()))
                == 1;
    }

    boolean hasScheduled(ReportPeriod period, LocalDate from, @Nullable String team) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select 1 from report where scheduled and period = ? and from_day = ?"
                        + " and team is not distinct from ?)",
                Boolean.class,
                period.id(),
                Date.valueOf(from),
                team));
    }

    Optional<Report> find(UUID id) {
        return jdbc.query("select " + COLUMNS + " from report where id = ?", (row, index) -> report(row), id).stream()
                .findFirst();
    }

    List<Report> list(@Nullable Set<String> teams, @Nullable UUID before, int limit) {
        return jdbc.query(
                "select " + COLUMNS + " from report where (? or team = any (?)) and (?::uuid is null or id < ?::uuid)"
                        + " order by id desc limit ?",
                (row, index) -> report(row),
                teams == null,
                teams == null ? new String[0] : teams.toArray(String[]::new),
                before,
                before,
                limit);
    }

    private Report report(ResultSet row) throws SQLException {
        return new Report(
                UUID.fromString(text(row, 1)),
                ReportPeriod.of(text(row, 2)),
                row.getDate(3).toLocalDate(),
                row.getDate(4).toLocalDate(),
                row.getString(5),
                row.getBoolean(6),
                row.getObject(7, UUID.class),
                row.getTimestamp(8).toInstant(),
                json.readValue(text(row, 9), ReportContent.class));
    }
}
