package io.swen.cli.stack;

import io.swen.cli.backup.BackupKey;
import io.swen.cli.backup.BackupStore;
import io.swen.cli.backup.Backups;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Table;
import io.swen.cli.console.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code swen backup}: captures all state of the running platform, sealed, in a folder or a bucket. */
@Command(
        name = "backup",
        description = "Capture all state of the running platform, sealed: databases, repositories, keys and passwords,"
                + " audit logs, exports. The first one is full, those after it hold what changed.",
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  SWEN_BACKUP_TO         where backups are kept; set for ./swen up, it makes them by itself",
            "  SWEN_BACKUP_KEY_FILE   the key they are sealed with (./swen backup key FILE makes one)",
            "  SWEN_BACKUP_COPY_TO    where each of them is copied to as well",
            "  SWEN_BACKUP_EVERY      time between two (PT1M)",
            "  SWEN_BACKUP_FULL_EVERY time between two full ones (PT12H)",
            "  SWEN_BACKUP_KEEP       how long chains are kept (P14D)",
            "  SWEN_BACKUP_REGION, SWEN_BACKUP_ENDPOINT  of the bucket; credentials by the AWS SDK's own chain",
            "",
            "The last line is 'backup id=… kind=full|increment captured_bytes=… stored_bytes=… took_s=…'."
        })
public final class BackupCommand implements Callable<Integer> {
    private static final String NO_PLACE = "Say where with --to, or set " + BackupSettings.TO + ".";

    @Option(
            names = "--to",
            paramLabel = "PLACE",
            description = "A folder, s3://bucket/prefix or oss://bucket/prefix; by default SWEN_BACKUP_TO.")
    @Nullable
    String to = System.getenv(BackupSettings.TO);

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The key to seal with; by default SWEN_BACKUP_KEY_FILE.")
    @Nullable
    Path key = path(System.getenv(BackupSettings.KEY_FILE));

    @Option(names = "--full", description = "A full one, even if there is one to go on from.")
    boolean full;

    @Option(names = "--copy-to", paramLabel = "PLACE", description = "Copy what is missing there afterwards.")
    @Nullable
    String copyTo = System.getenv(BackupSettings.COPY_TO);

    @Option(
            names = "--keep",
            paramLabel = "TIME",
            description = "Remove chains that ended longer ago, such as P14D; by default none.")
    @Nullable
    String keep;

    @Option(
            names = "--verify",
            description = "Restore it into a scratch folder, start its database and read every table.")
    boolean verify;

    private final Context context;
    private final Terminal terminal;

    public BackupCommand(Context context) {
        this.context = context;
        this.terminal = context.terminal();
    }

    static @Nullable Path path(@Nullable String told) {
        return told == null || told.isBlank() ? null : Path.of(told);
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        long began = System.nanoTime();
        try (BackupStore store = store()) {
            Backups backups = backups(store);
            BackupStatus status = new BackupStatus(context.home());
            Backups.Made made;
            try {
                made = backups.make(context.home().backupSources(), context.backupSessions(), full);
            } catch (CliException | IOException | SQLException failure) {
                status.failed(
                        String.valueOf(failure.getMessage()), context.clock().instant());
                throw failure;
            }
            if (made.why() != null) {
                terminal.say("A full backup, because " + made.why());
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            if (verify) {
                terminal.say(TrialRestore.of(context, store, key(), made.id()));
            }
            status.succeeded(made, context.clock().instant());
            if (keep != null) {
                List<String> removed = backups.removeOlderThan(BackupSettings.duration("--keep", keep));
                terminal.say("Removed " + removed.size() + " older backups");
            }
            if (copyTo != null && !copyTo.isBlank()) {
                try (BackupStore other = BackupStore.at(copyTo, System.getenv())) {
                    terminal.say("Copied " + backups.copyTo(other) + " backups to " + other.place());
                }
            }
            terminal.print(String.format(
                    Locale.ROOT,
                    "backup id=%s kind=%s captured_bytes=%d stored_bytes=%d took_s=%.1f",
                    made.id(),
                    made.full() ? "full" : "increment",
                    made.capturedBytes(),
                    made.archiveBytes(),
                    took.toMillis() / 1000.0));
        }
        return ExitCode.OK.number();
    }

    @Command(name = "key", description = "Make a key to seal backups with. Keep a copy of it apart from them.")
    int key(@Parameters(paramLabel = "FILE", description = "A new file.") Path file) throws IOException {
        BackupKey made = BackupKey.generate();
        made.write(file);
        terminal.print("key " + made.id() + " is in " + file);
        terminal.say("Keep a copy where neither this machine nor the backups are: without it nobody can read them.");
        return ExitCode.OK.number();
    }

    @Command(name = "list", description = "List the backups at a place.")
    int list(
            @Option(names = "--to", paramLabel = "PLACE", description = "By default SWEN_BACKUP_TO.") @Nullable
                    String place,
            @Option(names = "--key", paramLabel = "FILE", description = "By default SWEN_BACKUP_KEY_FILE.") @Nullable
                    Path keyFile)
            throws IOException {
        to = place == null ? to : place;
        key = keyFile == null ? key : keyFile;
        Table table = new Table("backup", "kind", "holds up to", "bytes>");
        try (BackupStore store = store()) {
            for (Backups.Stored stored : backups(store).list()) {
                Instant upTo = stored.holdsUpTo();
                table.row(
                        stored.id(),
                        stored.full() ? "full" : "increment",
                        upTo.toString(),
                        Long.toString(stored.archiveBytes()));
            }
        }
        terminal.print(table);
        return ExitCode.OK.number();
    }

    private BackupStore store() {
        if (to == null || to.isBlank()) {
            throw new CliException(ExitCode.USAGE, "Nothing says where backups are", NO_PLACE);
        }
        return BackupStore.at(to, System.getenv());
    }

    private BackupKey key() throws IOException {
        if (key == null) {
            throw new CliException(
                    ExitCode.USAGE,
                    "Nothing says which key backups are sealed with",
                    "Make one with ./swen backup key FILE, and name it with --key or " + BackupSettings.KEY_FILE + ".");
        }
        return BackupKey.read(key);
    }

    private Backups backups(BackupStore store) throws IOException {
        return new Backups(store, key(), context.clock(), context.home().backupScratch());
    }
}
