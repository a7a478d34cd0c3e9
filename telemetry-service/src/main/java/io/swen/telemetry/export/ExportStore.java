package io.swen.telemetry.export;

import static io.swen.telemetry.support.Columns.instant;
import static io.swen.telemetry.support.Columns.text;

import java.sql.Array;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Stores exports and what stands at their targets. */
@Component
class ExportStore {

    private static final String COLUMNS =
            "id, state, kinds, from_day, to_day, target, author, scheduled_day, partitions,"
                    + " partitions_done, current_partition, rows, bytes, failure, created_at, started_at, finished_at";

    /** An export and how far it is; {@code to} is its last day. */
    record Export(
            UUID id,
            String state,
            List<String> kinds,
            LocalDate from,
            LocalDate to,
            String target,
            @Nullable UUID author,
            @Nullable LocalDate scheduledDay,
            int partitions,
            int partitionsDone,
            @Nullable String currentPartition,
            long rows,
            long bytes,
            @Nullable String failure,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {

        Export {
            kinds = List.copyOf(kinds);
        }
    }

    /** The file of a kind and day at a target; null in both where the day has no rows. */
    record Partition(
            String kind,
            LocalDate day,
            @Nullable String file,
            long rows,
            long bytes,
            String sourceSha256,
            @Nullable String sha256,
            Instant exportedAt,
            UUID export) {}

    private final JdbcTemplate jdbc;

    ExportStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds an export; false where its scheduled day has one already. */
    boolean add(Export export) {
        return jdbc.update(
                        "insert into export (id, state, kinds, from_day, to_day, target, author, scheduled_day, partitions,"
                                + " created_at) values (?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?) on conflict (scheduled_day) do nothing",
                        export.id(),
                        export.kinds().toArray(String[]::new),
                        Date.valueOf(export.from()),
                        Date.valueOf(export.to()),
                        export.target(),
                        export.author(),
                        export.scheduledDay() == null ? null : Date.valueOf(export.scheduledDay()),
                        export.partitions(),
                        Timestamp.from(export.createdAt()))
                == 1;
    }

    int open() {
        Integer count =
                jdbc.queryForObject("select count(*) from export where state in ('queued', 'running')", Integer.class);
        return count == null ? 0 : count;
    }

    /** The oldest that is not finished; one that runs comes first, as it was interrupted. */
    Optional<Export> next() {
        return jdbc
                .query(
                        "select " + COLUMNS + " from export where state in ('queued', 'running')"
                                + " order by state desc, created_at limit 1",
                        (row, index) -> export(row))
                .stream()
                .findFirst();
    }

    Optional<Export> find(UUID id) {
        return jdbc.query("select " + COLUMNS + " from export where id = ?", (row, index) -> export(row), id).stream()
                .findFirst();
    }

    List<Export> list(@Nullable UUID before, int limit) {
        return jdbc.query(
                "select " + COLUMNS + " from export where ?::uuid is null or id < ?::uuid order by id desc limit ?",
                (row, index) -> export(row),
                before,
                before,
                limit);
    }

    @Nullable
    LocalDate lastScheduled() {
        Date last = jdbc.query(
                        "select max(scheduled_day) from export", (row, index) -> new @Nullable Date[] {row.getDate(1)})
                .getFirst()[0];
        return last == null ? null : last.toLocalDate();
    }

    void started(UUID id, Instant now) {
        jdbc.update(
                "update export set state = 'running', started_at = coalesce(started_at, ?) where id = ?",
                Timestamp.from(now),
                id);
    }

    void at(UUID id, String partition) {
        jdbc.update("update export set current_partition = ? where id = ?", partition, id);
    }

    /** Counts a finished partition, from what is stored, so that a resumed export counts none twice. */
    void progress(UUID id) {
        jdbc.update(
                "update export e set partitions_done = p.done, rows = p.rows, bytes = p.bytes from"
                        + " (select count(*) as done, coalesce(sum(rows), 0) as rows, coalesce(sum(bytes), 0) as bytes"
                        + " from export_partition where export = ?) p where e.id = ?",
                id,
                id);
    }

    void succeeded(UUID id, Instant now) {
        jdbc.update(
                "update export set state = 'succeeded', current_partition = null, finished_at = ? where id = ?",
                Timestamp.from(now),
                id);
    }

    void failed(UUID id, String failure, Instant now) {
        jdbc.update(
                "update export set state = 'failed', failure = ?, finished_at = ? where id = ?",
                failure,
                Timestamp.from(now),
                id);
    }

    Optional<Partition> partition(String target, String kind, LocalDate day) {
        return partitions("target = ? and kind = ? and day = ?", target, kind, Date.valueOf(day)).stream()
                .findFirst();
    }

    /** Everything of a kind that stands at a target, by day. */
    List<Partition> partitions(String target, String kind) {
        return partitions("target = ? and kind = ? and file is not null", target, kind);
    }

    /** What an export has done already, as {@code kind/day}. */
    Set<String> done(UUID export) {
        return partitions("export = ?", export).stream()
                .map(partition -> partition.kind() + "/" + partition.day())
                .collect(Collectors.toSet());
    }

    void wrote(String target, Partition partition) {
        jdbc.update(
                "insert into export_partition (target, kind, day, file, rows, bytes, source_sha256, sha256, exported_at, export)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (target, kind, day) do update set"
                        + " file = excluded.file, rows = excluded.rows, bytes = excluded.bytes,"
                        + " source_sha256 = excluded.source_sha256, sha256 = excluded.sha256,"
                        + " exported_at = excluded.exported_at, export = excluded.export",
                target,
                partition.kind(),
                Date.valueOf(partition.day()),
                partition.file(),
                partition.rows(),
                partition.bytes(),
                partition.sourceSha256(),
                partition.sha256(),
                Timestamp.from(partition.exportedAt()),
                partition.export());
    }

    private List<Partition> partitions(String condition, Object... parameters) {
        return jdbc.query(
                "select kind, day, file, rows, bytes, source_sha256, sha256, exported_at, export from export_partition where "
                        + condition + " order by kind, day",
                (row, index) -> new Partition(
                        text(row, 1),
                        row.getDate(2).toLocalDate(),
                        row.getString(3),
                        row.getLong(4),
                        row.getLong(5),
                        text(row, 6),
                        row.getString(7),
                        row.getTimestamp(8).toInstant(),
                        UUID.fromString(text(row, 9))),
                parameters);
    }

    private static Export export(ResultSet row) throws SQLException {
        Array kinds = row.getArray(3);
        return new Export(
                UUID.fromString(text(row, 1)),
                text(row, 2),
                List.of((String[]) kinds.getArray()),
                row.getDate(4).toLocalDate(),
                row.getDate(5).toLocalDate(),
                text(row, 6),
                row.getObject(7, UUID.class),
                day(row.getDate(8)),
                row.getInt(9),
                row.getInt(10),
                row.getString(11),
                row.getLong(12),
                row.getLong(13),
                row.getString(14),
                row.getTimestamp(15).toInstant(),
                instant(row.getTimestamp(16)),
                instant(row.getTimestamp(17)));
    }

    private static @Nullable LocalDate day(@Nullable Date date) {
        return date == null ? null : date.toLocalDate();
    }
}
