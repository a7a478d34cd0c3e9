package io.swen.cli.drill;

import io.swen.cli.backup.BackupKey;
import io.swen.cli.backup.BackupStore;
import io.swen.cli.backup.Backups;
import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Terminal;
import io.swen.cli.process.ProcessIdentity;
import io.swen.cli.stack.Context;
import io.swen.cli.stack.SwenHome;
import io.swen.cli.stack.TrialRestore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * {@code swen drill restore}: a platform of its own works and is backed up, is destroyed with all its data, and is brought back;
 * then every table and every ref is compared with what they were.
 */
@Command(
        name = "restore",
        description =
                "Start a platform, let it work, destroy all its data, restore it from its backups, and compare every"
                        + " table and every ref.",
        footer = {
            "",
            "It uses a home and ports of its own. The simulated clouds are kept: real ones would not be lost either.",
            "The last line is 'restore tables=… rows=… different=0 refs=… different_refs=0 rto_s=… rpo_s=…'."
        })
public final class RestoreDrill implements Callable<Integer> {
    private static final Duration ACKNOWLEDGED_EVERY = Duration.ofMillis(500);
    private static final Duration RUN_WITHIN = Duration.ofMinutes(6);
    private static final Duration RPO_GOAL = Duration.ofMinutes(5);
    private static final Duration RTO_GOAL = Duration.ofMinutes(15);
    /** What writes to databases, repositories and audit logs. */
    private static final Set<String> NOT_FROZEN = Set.of("postgres");

    @Option(
            names = "--workloads",
            defaultValue = "20",
            paramLabel = "N",
            description = "How many workloads run before the first backup (default 20).")
    int workloads = 20;

    @Option(
            names = "--every",
            defaultValue = "PT20S",
            paramLabel = "TIME",
            description = "Time between two backups (default PT20S; a platform's own default is PT1M).")
    String every = "PT20S";

    @Option(
            names = "--after",
            defaultValue = "45",
            paramLabel = "SECONDS",
            description = "How long it works on between the compared backup and its end (default 45).")
    int after = 45;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "An empty or new folder to work in; by default a temporary one.")
    @Nullable
    Path work;

    private final Context context;
    private final Terminal terminal;
    private Map<String, Long> differentTables = Map.of();
    private Set<String> differentRefs = Set.of();

    public RestoreDrill(Context context) {
        this.context = context;
        this.terminal = context.terminal();
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        Path folder = work == null ? Files.createTempDirectory("swen-drill-restore-") : work.toAbsolutePath();
        Files.createDirectories(folder);
        Path backups = folder.resolve("backups");
        Path keyFile = folder.resolve("backup.key");
        BackupKey.generate().write(keyFile);
        Map<String, String> settings = Map.of(
                "SWEN_BACKUP_TO", backups.toString(),
                "SWEN_BACKUP_KEY_FILE", keyFile.toString(),
                "SWEN_BACKUP_EVERY", every);
        boolean good = false;
        try (OwnStack stack = new OwnStack(context, folder.resolve("home"), settings)) {
            good = drill(stack, folder, backups, BackupKey.read(keyFile));
        } finally {
            if (good && work == null) {
                SwenHome.delete(folder);
            } else {
                terminal.say("What is left is in " + folder);
            }
        }
        return good ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    private boolean drill(OwnStack stack, Path folder, Path place, BackupKey key)
            throws IOException, SQLException, InterruptedException {
        stack.up();
        Gateway gateway = new Gateway(stack.context(), "operator");
        String run = UUID.randomUUID().toString().substring(0, 5);
        Map<String, Instant> acknowledged;
        TableContents tables;
        GitRefs refs;
        String compared;
        Instant destroyed;
        try (Submissions load = new Submissions(gateway, context.clock(), run, ACKNOWLEDGED_EVERY);
                BackupStore store = BackupStore.at(place.toString(), Map.of())) {
            load.submit(workloads);
            awaitRunning(gateway, load.acknowledged().keySet());
            load.start();
            awaitBackup(store, key, stack.context());
            terminal.say("Freezing the services, to look at every table and ref at one moment");
            freeze(stack, "STOP");
            try {
                compared = increment(stack, store, key);
                tables = TableContents.of(stack.context().database());
                refs = GitRefs.of(stack.home().resolve("git"));
            } finally {
                freeze(stack, "CONT");
            }
            terminal.say("They work on for " + after + " s, and are backed up every " + every);
            TimeUnit.SECONDS.sleep(after);
            terminal.say("Destroying everything: all processes and all data");
            destroyed = context.clock().instant();
            stack.kill();
            acknowledged = load.acknowledged();
        }
        // The clouds are elsewhere and go on; everything else is gone.
        Path clouds = folder.resolve("clouds");
        Files.move(stack.home().resolve("simulator"), clouds);
        SwenHome.delete(stack.home());
        long began = System.nanoTime();
        if (stack.run(
                        "restore",
                        place.toString(),
                        "--key",
                        folder.resolve("backup.key").toString())
                != 0) {
            throw new CliException(ExitCode.FAILED, "The restore failed");
        }
        Files.move(clouds, stack.home().resolve("simulator"));
        stack.up();
        Duration rto = Duration.ofNanos(System.nanoTime() - began);

        Instant holdsUpTo;
        try (BackupStore store = BackupStore.at(place.toString(), Map.of())) {
            holdsUpTo = newestBefore(store, key, destroyed).holdsUpTo();
        }
        Duration rpo = Duration.between(holdsUpTo, destroyed);
        long lost = lost(new Gateway(stack.context(), "operator"), acknowledged, holdsUpTo);
        compare(stack, place, key, compared, tables, refs);
        return summary(tables, refs, rto, rpo, lost);
    }

    private void compare(OwnStack stack, Path place, BackupKey key, String id, TableContents tables, GitRefs refs)
            throws IOException, SQLException, InterruptedException {
        try (BackupStore store = BackupStore.at(place.toString(), Map.of())) {
            TrialRestore.with(stack.context(), store, key, id, (server, restored) -> {
                differentTables = tables.differences(TableContents.of(server));
                differentRefs = refs.differences(GitRefs.of(restored.resolve("git")));
                GitRefs.check(restored.resolve("git"));
                return id;
            });
        }
        differentTables.forEach((table, rows) -> terminal.print("✗ " + rows + " rows of " + table + " differ"));
        differentRefs.forEach(ref -> terminal.print("✗ " + ref + " points elsewhere"));
    }

    private boolean summary(TableContents tables, GitRefs refs, Duration rto, Duration rpo, long lost) {
        if (lost > 0) {
            terminal.print("✗ " + lost + " workloads that were acknowledged before the last backup are gone");
        }
        terminal.print(String.format(
                Locale.ROOT,
                "restore tables=%d rows=%d different=%d refs=%d different_refs=%d rto_s=%.1f rpo_s=%.1f",
                tables.rows().size(),
                tables.count(),
                differentTables.values().stream().mapToLong(Long::longValue).sum(),
                refs.targets().size(),
                differentRefs.size(),
                rto.toMillis() / 1000.0,
                rpo.toMillis() / 1000.0));
        return differentTables.isEmpty()
                && differentRefs.isEmpty()
                && lost == 0
                && rto.compareTo(RTO_GOAL) <= 0
                && rpo.compareTo(RPO_GOAL) <= 0;
    }

    private void awaitRunning(Gateway gateway, Set<String> ids) throws InterruptedException {
        terminal.say("Waiting until " + ids.size() + " workloads run");
        long deadline = System.nanoTime() + RUN_WITHIN.toNanos();
        while (true) {
            long running = 0;
            for (String id : ids) {
                JsonNode workload = gateway.get("/api/v1/workloads/" + id);
                running += "running".equals(Json.text(workload, "state")) ? 1 : 0;
            }
            if (running * 10 >= ids.size() * 9L) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new CliException(
                        ExitCode.TIMED_OUT, "Only " + running + " of " + ids.size() + " workloads run by now");
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private static Backups backups(BackupStore store, BackupKey key, Context context) {
        return new Backups(store, key, context.clock(), context.home().root().resolve("run/backup"));
    }

    private void awaitBackup(BackupStore store, BackupKey key, Context own) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + RUN_WITHIN.toNanos();
        while (backups(store, key, own).newestFull() == null) {
            if (System.nanoTime() > deadline) {
                throw new CliException(ExitCode.TIMED_OUT, "The platform's own timer made no backup");
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    /** The backup of the frozen moment; the timer may be at one of its own, which is of the same moment only if it began later. */
    private String increment(OwnStack stack, BackupStore store, BackupKey key)
            throws IOException, InterruptedException {
        Instant frozen = context.clock().instant();
        for (int attempt = 0; attempt < 30; attempt++) {
            if (stack.run("backup") == 0) {
                List<Backups.Stored> all = backups(store, key, stack.context()).list();
                if (all.getLast().holdsUpTo().isAfter(frozen)) {
                    return all.getLast().id();
                }
            }
            TimeUnit.SECONDS.sleep(2);
        }
        throw new CliException(ExitCode.FAILED, "No backup could be made while the services were frozen");
    }

    /** Processes that hold no half-done transaction when they stop; one that does would be seen in the comparison. */
    private static void freeze(OwnStack stack, String signal) throws IOException, InterruptedException {
        for (ProcessIdentity process : stack.context().serving(NOT_FROZEN)) {
            process.signal(signal);
        }
    }

    private Backups.Stored newestBefore(BackupStore store, BackupKey key, Instant moment) throws IOException {
        return backups(store, key, context).list().stream()
                .filter(backup -> backup.holdsUpTo().isBefore(moment))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private long lost(Gateway gateway, Map<String, Instant> acknowledged, Instant holdsUpTo)
            throws InterruptedException {
        long lost = 0;
        for (Map.Entry<String, Instant> each : acknowledged.entrySet()) {
            if (each.getValue().isBefore(holdsUpTo)) {
                try {
                    gateway.get("/api/v1/workloads/" + each.getKey());
                } catch (CliException gone) {
                    terminal.print("✗ " + each.getKey() + ": " + gone.getMessage());
                    lost++;
                }
            }
        }
        return lost;
    }
}
