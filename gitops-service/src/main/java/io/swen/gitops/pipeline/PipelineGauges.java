package io.swen.gitops.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.GitopsMetric;
import io.swen.platform.job.BackgroundJob;
import io.swen.platform.metric.GaugeValues;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Measures how many changes are on their way, and how long the slowest stage of each kind has been at it. */
@Component
class PipelineGauges implements BackgroundJob {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Changes changes;
    private final GaugeValues open;
    private final GaugeValues oldest;

    PipelineGauges(Changes changes, MeterRegistry metrics) {
        this.changes = changes;
        this.open = GaugeValues.register(GitopsMetric.CHANGES_OPEN, metrics);
        this.oldest = GaugeValues.register(GitopsMetric.STAGE_OLDEST, metrics);
    }

    @Override
    public String name() {
        return "pipeline-gauges";
    }

    @Override
    public Duration interval() {
        return EVERY;
    }

    @Override
    public void run() {
        open.set(changes.open());
        oldest.set(changes.oldestRunningStages());
    }
}
