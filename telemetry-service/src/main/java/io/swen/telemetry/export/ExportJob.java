package io.swen.telemetry.export;

import io.swen.platform.job.BackgroundJob;
import io.swen.platform.lock.SingleOwner;
import io.swen.telemetry.export.ExportStore.Export;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/**
 * Carries out exports one after the other. One instance of the service does so at a time: it holds a lock of the database, which is
 * free as soon as the instance is gone, so that another, or the next one, goes on where it stopped.
 */
@Component
class ExportJob implements BackgroundJob {

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int LOCK = 0x5157_0051;

    private final ExportProperties properties;
    private final Exports exports;
    private final Exporter exporter;
    private final ExportStore store;
    private final SingleOwner owner;

    ExportJob(ExportProperties properties, Exports exports, Exporter exporter, ExportStore store, DataSource database) {
        this.properties = properties;
        this.exports = exports;
        this.exporter = exporter;
        this.store = store;
        this.owner = new SingleOwner(database, LOCK);
    }

    @Override
    public String name() {
        return "exports";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public void run() throws InterruptedException {
        if (properties.scheduled()) {
            exports.schedule();
        }
        Optional<Export> next = store.next();
        if (next.isEmpty()) {
            return;
        }
        // What was there before the lock may be done by now.
        owner.run(() -> {
            Optional<Export> mine = store.next();
            if (mine.isPresent()) {
                exporter.run(mine.get());
            }
        });
    }
}
