package io.swen.cli.stack;

import io.swen.cli.backup.BackupKey;
import io.swen.cli.backup.BackupStore;
import io.swen.cli.backup.Restoration;
import io.swen.cli.database.DatabaseContents;
import io.swen.cli.database.PostgresBinaries;
import io.swen.cli.database.PostgresServer;
import io.swen.cli.process.ProcessSpec;
import io.swen.cli.process.Supervisor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Restores a backup beside the running platform, to see that it can be: its database server starts, and every table is read. */
public final class TrialRestore {
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);

    private TrialRestore() {}

    /** Works on a restored folder whose database server runs. */
    @FunctionalInterface
    public interface Work<T> {
        T on(PostgresServer server, Path restored) throws IOException, SQLException, InterruptedException;
    }

    static String of(Context context, BackupStore store, BackupKey key, String id)
            throws IOException, SQLException, InterruptedException {
        return with(context, store, key, id, (server, restored) -> {
            DatabaseContents contents = new DatabaseContents(server);
            int[] tables = {0};
            for (String database : contents.databases()) {
                contents.read(database, OutputStream::nullOutputStream, (table, sink) -> tables[0]++);
            }
            return "Restored " + id + " on trial: " + tables[0] + " tables read";
        });
    }

    /** Restores a backup into a scratch folder, starts its database server, and removes both afterwards. */
    public static <T> T with(Context context, BackupStore store, BackupKey key, @Nullable String id, Work<T> work)
            throws IOException, SQLException, InterruptedException {
        SwenHome home = context.home();
        Path folder = home.run().resolve("trial");
        SwenHome.delete(folder);
        SwenHome.folder(folder);
        try {
            new Restoration(store, key).into(folder, id, null);
            RestoreCommand.recover(home, folder, null);
            return running(home, folder, work);
        } finally {
            SwenHome.delete(folder);
        }
    }

    private static <T> T running(SwenHome home, Path folder, Work<T> work)
            throws IOException, SQLException, InterruptedException {
        int port = LocalStack.freePort();
        PostgresServer server = new PostgresServer(
                PostgresBinaries.unpack(home.run().resolve("postgresql-18")),
                folder.resolve("postgres"),
                port,
                folder.resolve("secrets").resolve("postgres").resolve("superuser-password"));
        Supervisor supervisor = new Supervisor(Clock.systemUTC(), (status, event) -> {});
        supervisor.start(new ProcessSpec(
                "trial",
                server::prepare,
                Map.of("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin")),
                home.run(),
                home.log("trial"),
                port,
                server::ready,
                "INT",
                0,
                Duration.ofSeconds(15)));
        try {
            if (supervisor.awaitReady(READY_WITHIN) != null) {
                throw new IOException("the restored database server did not start; see " + home.log("trial"));
            }
            return work.on(server, folder);
        } finally {
            supervisor.stop();
        }
    }
}
