package io.swen.telemetry.anomaly;

import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.anomaly.SeriesWatch.Saved;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Saves what the detectors know, some at a time and the rest when the service ends, and deletes what is too old. */
@Component
class StateJob implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(StateJob.class);
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(10);
    private static final Duration BETWEEN_DELETIONS = Duration.ofHours(1);

    private final AnomalyObserver observer;
    private final AnomalyStates states;
    private final AnomalyStore anomalies;
    private final AnomalyProperties properties;
    private long deletedAt = System.nanoTime();

    StateJob(AnomalyObserver observer, AnomalyStates states, AnomalyStore anomalies, AnomalyProperties properties) {
        this.observer = observer;
        this.states = states;
        this.anomalies = anomalies;
        this.properties = properties;
    }

    @Override
    public String name() {
        return "anomaly-states";
    }

    @Override
    public Duration interval() {
        return properties.saveInterval();
    }

    @Override
    public boolean enabled() {
        return properties.enabled();
    }

    @Override
    public void run() {
        save();
        if (System.nanoTime() - deletedAt > BETWEEN_DELETIONS.toNanos()) {
            deletedAt = System.nanoTime();
            states.deleteOlderThan(properties.forgetAfter());
            anomalies.deleteOlderThan(properties.retention());
        }
    }

    private boolean save() {
        List<Saved> some = observer.watch().toSave(properties.savesAtOnce());
        if (some.isEmpty()) {
            return false;
        }
        try {
            states.save(some);
            return true;
        } catch (DataAccessException | TransactionException e) {
            observer.watch().notSaved(some);
            throw e;
        }
    }

    @PreDestroy
    void saveAll() {
        long until = System.nanoTime() + LONGEST_FAREWELL.toNanos();
        try {
            boolean more = properties.enabled();
            while (more && System.nanoTime() < until) {
                more = save();
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("what was learned since the last saving is lost: {}", e.toString());
        }
    }
}
