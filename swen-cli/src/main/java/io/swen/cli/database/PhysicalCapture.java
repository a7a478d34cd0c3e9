package io.swen.cli.database;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Copies a running server as a whole, byte by byte, through SQL: its files between the start and the end of a base backup, and
 * from there on the write-ahead log, which a replication slot keeps until it was read. All databases are therefore of one moment,
 * and transaction numbers stay what they were, which the event log and the audit log are ordered by.
 */
public final class PhysicalCapture {
    /** What one read asks for; it is held in memory twice. */
    private static final int CHUNK = 4 << 20;

    private static final int OLDEST = 15;
    private static final int FLUSH_ATTEMPTS = 200;

    /** What the server itself makes anew or must not find again: the same as {@code pg_basebackup} leaves out. */
    private static final Set<String> EMPTY_FOLDERS = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private static final Set<String> LEFT_OUT = Set.of(
            "postmaster.pid",
            "postmaster.opts",
            "backup_label",
            "backup_label.old",
            "tablespace_map",
            "backup_manifest",
            "recovery.signal",
            "standby.signal");

    /** Tables of sessions, sorts on disk, and caches. */
    private static final Pattern TEMPORARY =
            Pattern.compile("(t\\d+_\\d+(_\\w+)?(\\.\\d+)?)|(pgsql_tmp.*)|(pg_internal\\.init.*)");

    /** pg_control is read last, as the server's documentation asks for. */
    private static final String CONTROL = "global/pg_control";

    private static final String FILES = """
            with recursive found (path, folder) as (
              select name, about.isdir from pg_ls_dir('.', true, false) name, pg_stat_file(name, true) about
              union all
              select found.path || '/' || name, about.isdir
              from found, pg_ls_dir(found.path, true, false) name, pg_stat_file(found.path || '/' || name, true) about
              where found.folder and not found.path = any (?))
            select path, folder from found where folder is not null order by folder desc, path""";

    private final Connection connection;

    /** @param connection of a superuser, used for nothing else meanwhile */
    public PhysicalCapture(Connection connection) {
        this.connection = connection;
    }

    /**
     * Where a capture ended, and of which server it is.
     *
     * @param systemIdentifier what the server was called when it was initialised
     * @param timeline which of its histories; every recovery begins another
     * @param major its version, which alone can read the files
     * @param segmentSize of the write-ahead log's files, in bytes
     * @param end the first byte of the write-ahead log that is not in it
     * @param at the time of a transaction of this capture's own, later than all that it holds before
     */
    public record Position(
            String systemIdentifier, int timeline, int major, long segmentSize, String end, Instant at) {}

    /** Takes what is read. */
    public interface Sink {
        /** A folder, named as below the data folder. */
        void folder(String path) throws IOException;

        /** A part of a file; the array is overwritten afterwards. A file that is empty comes as one part without bytes. */
        void part(String path, long offset, byte[] content) throws IOException;

        /** A part of a file of the write-ahead log. */
        void log(String name, long offset, byte[] content) throws IOException;
    }

    /** Everything: the server's files and the write-ahead log that makes them consistent. From here on {@link #since} may go on. */
    public Position all(String slot, String name, Sink sink) throws SQLException, IOException, InterruptedException {
        check();
        takeSlot(slot);
        Lsn begin = Lsn.parse(text("select pg_backup_start(?, true)::text", name));
        // A failure on the way ends the session, and with it the server's backup mode.
        copyFiles(sink);
        Lsn stop;
        String label;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select lsn::text, labelfile from pg_backup_stop(false)")) {
            row.next();
            stop = Lsn.parse(row.getString(1));
            label = row.getString(2);
        }
        sink.part("backup_label", 0, label.getBytes(StandardCharsets.UTF_8));
        return readLog(begin.beginOfSegment(segmentSize()), stop, sink);
    }

    /**
     * The write-ahead log since an earlier capture; null if that is not possible any more, because it is another server, another
     * history, or the slot is gone.
     */
    public @Nullable Position since(Position earlier, String slot, Sink sink)
            throws SQLException, IOException, InterruptedException {
        check();
        boolean same = earlier.systemIdentifier().equals(systemIdentifier())
                && earlier.timeline() == timeline()
                && earlier.major() == major()
                && slotKeeps(slot, Lsn.parse(earlier.end()));
        return same ? readLog(Lsn.parse(earlier.end()), Lsn.parse(earlier.end()), sink) : null;
    }

    /** Lets the server remove the write-ahead log before a capture's end; called once that is stored for good. */
    public void stored(String slot, Position position) throws SQLException {
        text("select end_lsn::text from pg_replication_slot_advance(?, ?::pg_lsn)", slot, position.end());
    }

    private void check() throws SQLException {
        if (major() < OLDEST) {
            throw refused("PostgreSQL " + major() + " is too old for this", OLDEST + " is the oldest supported.");
        }
        if (Boolean.parseBoolean(text("select pg_is_in_recovery()::text"))) {
            throw refused("The database server is a standby", "Back up the primary.");
        }
        if ("minimal".equals(text("select current_setting('wal_level')"))) {
            throw refused("The database server has wal_level=minimal", "Set it to replica and restart the server.");
        }
        long tablespaces = Long.parseLong(
                text("select count(*)::text from pg_tablespace where spcname not in ('pg_default', 'pg_global')"));
        if (tablespaces > 0) {
            throw refused(
                    "The database server has " + tablespaces + " tablespaces outside its data folder",
                    "Only what is in the data folder can be captured: move them back, or use pg_basebackup.");
        }
    }

    private static CliException refused(String message, String remedy) {
        return new CliException(ExitCode.FAILED, message, remedy);
    }

    private void takeSlot(String slot) throws SQLException {
        text(
                "select count(pg_drop_replication_slot(slot_name))::text from pg_replication_slots where slot_name = ? and not active",
                slot);
        text("select lsn::text from pg_create_physical_replication_slot(?, true)", slot);
    }

    /** The slot's place is the first byte it keeps, and the segment of that byte is kept whole. */
    private boolean slotKeeps(String slot, Lsn from) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select restart_lsn::text from pg_replication_slots where slot_name = ? and wal_status in ('reserved', 'extended')"
                        + " and restart_lsn is not null")) {
            statement.setString(1, slot);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        && Lsn.parse(row.getString(1))
                                        .beginOfSegment(segmentSize())
                                        .compareTo(from)
                                <= 0;
            }
        }
    }

    private void copyFiles(Sink sink) throws SQLException, IOException {
        List<String> files = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(FILES)) {
            statement.setArray(1, connection.createArrayOf("text", EMPTY_FOLDERS.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String path = row.getString(1);
                    String name = path.substring(path.lastIndexOf('/') + 1);
                    if (LEFT_OUT.contains(path) || TEMPORARY.matcher(name).matches()) {
                        continue;
                    }
                    if (row.getBoolean(2)) {
                        sink.folder(path);
                    } else if (!path.equals(CONTROL)) {
                        files.add(path);
                    }
                }
            }
        }
        sink.folder("pg_wal/archive_status");
        files.add(CONTROL);
        try (PreparedStatement read = reading()) {
            for (String file : files) {
                copyFile(read, file, sink);
            }
        }
    }

    private PreparedStatement reading() throws SQLException {
        return connection.prepareStatement("select pg_read_binary_file(?, ?, ?, true)");
    }

    private static void copyFile(PreparedStatement read, String file, Sink sink) throws SQLException, IOException {
        long offset = 0;
        while (true) {
            byte[] content = read(read, file, offset, CHUNK);
            if (content == null) {
                // Removed meanwhile: the write-ahead log says so as well.
                return;
            }
            if (content.length > 0 || offset == 0) {
                sink.part(file, offset, content);
            }
            if (content.length < CHUNK) {
                return;
            }
            offset += content.length;
        }
    }

    private static byte @Nullable [] read(PreparedStatement read, String file, long offset, int length)
            throws SQLException {
        read.setString(1, file);
        read.setLong(2, offset);
        read.setLong(3, length);
        try (ResultSet row = read.executeQuery()) {
            row.next();
            return row.getBytes(1);
        }
    }

    private Position readLog(Lsn from, Lsn atLeast, Sink sink) throws SQLException, IOException, InterruptedException {
        // A commit with a time, so that a recovery to any earlier time finds something later to stop at.
        text("select pg_logical_emit_message(true, 'swen', 'backup')::text");
        Instant at = instant();
        Lsn to = flushed();
        for (int attempt = 0; to.compareTo(atLeast) < 0 && attempt < FLUSH_ATTEMPTS; attempt++) {
            TimeUnit.MILLISECONDS.sleep(50);
            to = flushed();
        }
        if (to.compareTo(atLeast) < 0) {
            throw refused("The database server did not write its log up to " + atLeast, "./swen logs postgres");
        }
        int timeline = timeline();
        long segmentSize = segmentSize();
        try (PreparedStatement read = reading()) {
            Lsn next = from;
            while (next.compareTo(to) < 0) {
                long inSegment = segmentSize - next.offset(segmentSize);
                int length = (int) Math.min(Math.min(inSegment, to.minus(next)), CHUNK);
                String name = next.file(timeline, segmentSize);
                byte[] content = read(read, "pg_wal/" + name, next.offset(segmentSize), length);
                if (content == null || content.length < length) {
                    throw refused(
                            "The write-ahead log's file " + name + " is gone or cut short",
                            "./swen backup --full begins a new chain.");
                }
                sink.log(name, next.offset(segmentSize), content);
                next = next.plus(length);
            }
        }
        return new Position(systemIdentifier(), timeline, major(), segmentSize, to.toString(), at);
    }

    private Instant instant() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private Lsn flushed() throws SQLException {
        return Lsn.parse(text("select pg_current_wal_flush_lsn()::text"));
    }

    private String systemIdentifier() throws SQLException {
        return text("select system_identifier::text from pg_control_system()");
    }

    /** From the log's own file names: the control file names the timeline of the last checkpoint only. */
    private int timeline() throws SQLException {
        return Integer.parseInt(text("select substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"), 16);
    }

    private int major() throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion();
    }

    private long segmentSize() throws SQLException {
        return Long.parseLong(text("select setting from pg_settings where name = 'wal_segment_size'"));
    }

    private String text(String query, String... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int index = 0; index < arguments.length; index++) {
                statement.setString(index + 1, arguments[index]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return Objects.requireNonNullElse(row.getString(1), "");
            }
        }
    }
}
