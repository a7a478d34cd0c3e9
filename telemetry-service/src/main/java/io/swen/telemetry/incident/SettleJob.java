package io.swen.telemetry.incident;

import io.swen.platform.job.BackgroundJob;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Resolves incidents that have settled, and forgets old ones. */
@Component
class SettleJob implements BackgroundJob {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int RETENTION_EVERY = 3_600;

    private final Incidents incidents;
    private final IncidentStore store;
    private final IncidentProperties properties;
    private final Clock clock;
    private int runs;

    SettleJob(Incidents incidents, IncidentStore store, IncidentProperties properties, Clock clock) {
        this.incidents = incidents;
        this.store = store;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "incidents";
    }

    @Override
    public Duration interval() {
        return EVERY;
    }

    @Override
    public void run() {
        incidents.settle();
        if (runs++ % RETENTION_EVERY == 0) {
            store.deleteResolvedBefore(clock.instant().minus(properties.retention()));
        }
    }
}
