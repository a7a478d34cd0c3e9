package io.swen.cli.stack;

import io.swen.cli.backup.BackupKey;
import io.swen.cli.backup.BackupStore;
import io.swen.cli.backup.Restoration;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Terminal;
import io.swen.cli.database.PostgresBinaries;
import io.swen.cli.database.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code swen restore}: brings a backup back into an empty {@code SWEN_HOME}. */
@Command(
        name = "restore",
        description =
                "Bring all state back from a backup, into a SWEN_HOME without data. ./swen up starts it afterwards.",
        footer = {
            "",
            "The last line is 'restore id=… holds_up_to=… files=… bytes=… took_s=…'.",
            "With a PostgreSQL of your own, --database-to takes its data folder; the server replays its log at its start."
        })
public final class RestoreCommand implements Callable<Integer> {
    private static final Duration RECOVER_WITHIN = Duration.ofMinutes(30);
    /** What of a home is state; logs, caches and the simulated clouds are not. */
    private static final List<String> STATE =
            List.of("postgres", "git", "audit", "secrets", "export", "credentials.json");

    @Parameters(
            paramLabel = "BACKUP",
            description = "The place backups are kept at, and #ID behind it for another than the newest.")
    String backup = "";

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The key it was sealed with; by default SWEN_BACKUP_KEY_FILE.")
    @Nullable
    Path key = BackupCommand.path(System.getenv(BackupSettings.KEY_FILE));

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "Leave out what was committed later, such as 2026-11-28T20:15:00Z.")
    @Nullable
    String at;

    @Option(
            names = "--database-to",
            paramLabel = "DIR",
            description = "Put the database server's files there, for a server that is not ours.")
    @Nullable
    Path databaseTo;

    private final Context context;
    private final Terminal terminal;

    public RestoreCommand(Context context) {
        this.context = context;
        this.terminal = context.terminal();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        long began = System.nanoTime();
        SwenHome home = context.home();
        home.create();
        Optional<StackLock> lock = StackLock.tryAcquire(home);
        if (lock.isEmpty()) {
            throw new CliException(ExitCode.CONFLICT, "The platform is running", "./swen down first.");
        }
        try (StackLock held = lock.get()) {
            requireEmpty(home);
            Path partial = home.root().resolve("restore.partial");
            SwenHome.delete(partial);
            SwenHome.folder(partial);
            Restoration.Restored restored = restore(partial);
            if (databaseTo == null) {
                recover(home, partial, time());
            } else {
                handOver(partial.resolve("postgres"), databaseTo);
            }
            SwenHome.delete(home.secrets());
            for (String each : STATE) {
                if (Files.exists(partial.resolve(each))) {
                    Files.move(partial.resolve(each), home.root().resolve(each));
                }
            }
            SwenHome.delete(partial);
            terminal.print(String.format(
                    Locale.ROOT,
                    "restore id=%s holds_up_to=%s files=%d bytes=%d took_s=%.1f",
                    restored.id(),
                    at == null ? restored.holdsUpTo() : at,
                    restored.files(),
                    restored.bytes(),
                    (System.nanoTime() - began) / 1e9));
        }
        return ExitCode.OK.number();
    }

    private Restoration.Restored restore(Path partial) throws IOException {
        int mark = backup.lastIndexOf('#');
        String place = mark < 0 ? backup : backup.substring(0, mark);
        String id = mark < 0 ? null : backup.substring(mark + 1);
        if (key == null) {
            throw new CliException(
                    ExitCode.USAGE,
                    "Nothing says which key the backup was sealed with",
                    "Name its file with --key or " + BackupSettings.KEY_FILE
                            + ". If every copy of it is lost, nobody can read the backup any more.");
        }
        try (BackupStore store = BackupStore.at(place, System.getenv())) {
            return new Restoration(store, BackupKey.read(key)).into(partial, id, time());
        }
    }

    private @Nullable Instant time() {
        if (at == null) {
            return null;
        }
        try {
            return Instant.parse(at);
        } catch (DateTimeParseException other) {
            throw new CliException(
                    ExitCode.USAGE, "--at is \"" + at + "\"", "It must be like 2026-11-28T20:15:00Z.", other);
        }
    }

    /** Lets the embedded server replay its log, so that the next start is an ordinary one. */
    static void recover(SwenHome home, Path restored, @Nullable Instant until)
            throws IOException, InterruptedException {
        PostgresServer server = new PostgresServer(
                PostgresBinaries.unpack(home.run().resolve("postgresql-18")),
                restored.resolve("postgres"),
                LocalStack.freePort(),
                restored.resolve("secrets").resolve("postgres").resolve("superuser-password"));
        server.recover(until, home.log("restore"), RECOVER_WITHIN);
    }

    private void handOver(Path data, Path target) throws IOException {
        Instant until = time();
        Path settings = data.resolve("postgresql.auto.conf");
        Files.writeString(
                settings,
                (Files.exists(settings) ? Files.readString(settings) : "")
                        + "\nrestore_command = 'cp swen_log/%f %p'\nrecovery_target_timeline = 'current'\n"
                        + "recovery_target_action = 'promote'\n"
                        + (until == null ? "" : "recovery_target_time = '" + PostgresServer.targetTime(until) + "'\n"));
        Files.writeString(data.resolve("recovery.signal"), "");
        Files.move(data, target);
        terminal.say(
                "Start your server on " + target
                        + "; once it has recovered, remove the recovery settings from postgresql.auto.conf and the folder swen_log.");
    }

    private static void requireEmpty(SwenHome home) throws IOException {
        for (String each : STATE) {
            Path there = home.root().resolve(each);
            if (hasContent(there)) {
                throw new CliException(
                        ExitCode.CONFLICT,
                        home.root() + " has data already: " + each,
                        "Move it away, or set SWEN_HOME to a new folder; a restore replaces nothing.");
            }
        }
    }

    private static boolean hasContent(Path there) throws IOException {
        if (!Files.isDirectory(there)) {
            return Files.exists(there);
        }
        try (Stream<Path> content = Files.list(there)) {
            return content.findAny().isPresent();
        }
    }
}
