package io.swen.cli.stack;

import io.swen.cli.backup.BackupKey;
import io.swen.cli.backup.BackupStore;
import io.swen.cli.backup.Backups;
import io.swen.cli.console.CliException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Backs the running platform up again and again, and says so when that begins to fail and when it works again. */
final class BackupTimer implements Runnable {
    private final BackupSettings settings;
    private final SwenHome home;
    private final Backups.Sessions sessions;
    private final Clock clock;
    private final Map<String, String> environment;
    private final Consumer<String> tell;
    private @Nullable String failing;

    /** @param tell takes what a person should know */
    BackupTimer(
            BackupSettings settings,
            SwenHome home,
            Backups.Sessions sessions,
            Clock clock,
            Map<String, String> environment,
            Consumer<String> tell) {
        this.settings = settings;
        this.home = home;
        this.sessions = sessions;
        this.clock = clock;
        this.environment = environment;
        this.tell = tell;
    }

    @Override
    public void run() {
        try {
            // What a killed backup left; nobody else makes one before the platform is ready.
            SwenHome.delete(home.backupScratch());
            while (true) {
                long began = System.nanoTime();
                once();
                long left = settings.every().toNanos() - (System.nanoTime() - began);
                TimeUnit.NANOSECONDS.sleep(Math.max(left, 0));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException cannotTell) {
            tell.accept("Backups ended, because their state cannot be written: " + cannotTell.getMessage());
        }
    }

    private void once() throws IOException, InterruptedException {
        String failure = null;
        try (BackupStore store = BackupStore.at(settings.to(), environment)) {
            Backups backups = new Backups(store, BackupKey.read(settings.keyFile()), clock, home.backupScratch());
            Instant newest = backups.newestFull();
            Instant now = clock.instant();
            boolean full = newest == null || !newest.plus(settings.fullEvery()).isAfter(now);
            Backups.Made made = backups.make(home.backupSources(), sessions, full);
            if (made.full()) {
                backups.removeOlderThan(settings.keep());
            }
            new BackupStatus(home).succeeded(made, clock.instant());
            String copyTo = settings.copyTo();
            if (copyTo != null) {
                try (BackupStore other = BackupStore.at(copyTo, environment)) {
                    backups.copyTo(other);
                    if (made.full()) {
                        new Backups(other, BackupKey.read(settings.keyFile()), clock, home.backupScratch())
                                .removeOlderThan(settings.keep());
                    }
                }
            }
        } catch (CliException known) {
            failure = known.report();
        } catch (IOException | SQLException unforeseen) {
            failure = unforeseen.getClass().getSimpleName() + ": " + unforeseen.getMessage();
        }
        if (failure != null) {
            new BackupStatus(home).failed(failure, clock.instant());
        }
        if (!Objects.equals(failing == null, failure == null)) {
            tell.accept(failure == null ? "Backups work again" : "The backup failed: " + failure);
        }
        failing = failure;
    }
}
