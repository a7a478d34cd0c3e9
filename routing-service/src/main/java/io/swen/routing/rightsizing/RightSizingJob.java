package io.swen.routing.rightsizing;

import io.swen.platform.job.BackgroundJob;
import io.swen.platform.lock.SingleOwner;
import io.swen.routing.decision.RunningPlacement;
import io.swen.routing.decision.RunningPlacements;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.KnowledgeSource;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks at sizes and waste round after round, in one instance of this service at a time. */
@Component
class RightSizingJob implements BackgroundJob {

    private static final long LOCK = 0x5357_454e_0031L;

    private final RightSizer sizer;
    private final Waste waste;
    private final RunningPlacements placements;
    private final KnowledgeSource knowledge;
    private final RightSizingProperties properties;
    private final SingleOwner owner;
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
    public String name() {
        return "right-sizing";
    }

    @Override
    public Duration interval() {
        return properties.poll();
    }

    @Override
    public boolean enabled() {
        return properties.enabled();
    }

    /** Where telemetry-service does not answer, what was recommended stands until it does. */
    @Override
    public void run() {
        owner.run(() -> knowledge.newest().ifPresent(this::round));
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
