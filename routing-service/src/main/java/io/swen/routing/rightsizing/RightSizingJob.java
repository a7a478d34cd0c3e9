package io.swen.routing.rightsizing;

import io.swen.platform.lock.SingleOwner;
import io.swen.routing.decision.RunningPlacement;
import io.swen.routing.decision.RunningPlacements;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.KnowledgeSource;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks at sizes and waste round after round, in one instance of this service at a time. */
@Component
class RightSizingJob implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RightSizingJob.class);
    private static final long LOCK = 0x5357_454e_0031L;

    private final RightSizer sizer;
    private final Waste waste;
    private final RunningPlacements placements;
    private final KnowledgeSource knowledge;
    private final RightSizingProperties properties;
    private final SingleOwner owner;
    private @Nullable Thread thread;
    private @Nullable String next;

    RightSizingJob(
            RightSizer sizer,
            Waste waste,
            RunningPlacements placements,
            KnowledgeSource knowledge,
            RightSizingProperties properties,
            DataSource database) {
        this.sizer = sizer;
        this.waste = waste;
        this.placements = placements;
        this.knowledge = knowledge;
        this.properties = properties;
        this.owner = new SingleOwner(database, LOCK);
    }

    @Override
    public synchronized void start() {
        if (properties.enabled()) {
            thread = Thread.ofVirtual().name("right-sizing").start(this::run);
        }
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(properties.poll());
                turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() {
        try {
            owner.run(() -> knowledge.newest().ifPresent(this::round));
        } catch (RuntimeException e) {
            // Most often telemetry-service that does not answer: what was recommended stands until it does.
            LOG.warn("a look at sizes failed, the next follows in {}: {}", properties.poll(), e.toString());
            LOG.debug("looking at sizes failed", e);
        }
    }

    private void round(Knowledge known) {
        waste.round(known);
        List<RunningPlacement> page = placements.page(next, properties.mostLooked());
        next = page.size() < properties.mostLooked() ? null : page.getLast().workloadId();
        for (RunningPlacement running : page) {
            sizer.look(known, running);
        }
    }
}
