package io.swen.gitops.drift;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.gitops.change.GitopsMetric;
import io.swen.gitops.deploy.DeploymentEnded;
import io.swen.gitops.deploy.DeploymentState;
import io.swen.gitops.deploy.Fleet;
import io.swen.platform.job.BackgroundJob;
import io.swen.platform.lock.SingleOwner;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Looks for drift on schedule, and at once where a deployment was lost, in one instance of this service at a time. */
@Component
class DriftJob implements BackgroundJob {

    private static final long LOCK = 0x5357_454e_0020L;
    private static final Duration TICK = Duration.ofSeconds(1);

    private final DriftDetector detector;
    private final DriftHealer healer;
    private final Findings findings;
    private final Fleet fleet;
    private final DriftProperties properties;
    private final SingleOwner owner;
    private final InstantSource wall = InstantSource.system();
    private final AtomicBoolean asked = new AtomicBoolean();
    private Instant lookedAt = Instant.EPOCH;

    DriftJob(
            DriftDetector detector,
            DriftHealer healer,
            Findings findings,
            Fleet fleet,
            DriftProperties properties,
            DataSource dataSource,
            MeterRegistry metrics) {
        this.detector = detector;
        this.healer = healer;
        this.findings = findings;
        this.fleet = fleet;
        this.properties = properties;
        this.owner = new SingleOwner(dataSource, LOCK);
        for (DriftClass kind : DriftClass.values()) {
            Gauge.builder(GitopsMetric.DRIFT.id(), findings, all -> all.counts().getOrDefault(kind, 0))
                    .tag("class", kind.name().toLowerCase(Locale.ROOT))
                    .register(metrics);
        }
    }

    @Override
    public String name() {
        return "drift";
    }

    @Override
    public Duration interval() {
        return TICK;
    }

    /** Something that ran is gone, so the next tick looks. */
    @EventListener
    void ended(DeploymentEnded event) {
        if (event.deployment().state() == DeploymentState.LOST
                && fleet.covers(event.deployment().environment())) {
            findings.lost(event.deployment());
        }
        asked.set(true);
    }

    @Override
    public void run() {
        boolean now = asked.getAndSet(false);
        if (!now && wall.instant().isBefore(lookedAt.plus(properties.every()))) {
            return;
        }
        lookedAt = wall.instant();
        owner.run(() -> {
            detector.look();
            healer.heal();
        });
    }
}
