package io.swen.telemetry.anomaly;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.anomaly.SeriesWatch.Silence;
import io.swen.telemetry.metrics.RunningInstances;
import io.swen.telemetry.metrics.Series;
import io.swen.telemetry.metrics.SeriesReader;
import io.swen.telemetry.support.TelemetryMetric;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks for series whose next sample is overdue; the silence of an instance that ended is as it should be. */
@Component
class SilenceJob implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(SilenceJob.class);
    private static final String INSTANCE = "instance_id";
    private static final int MOST_ASKED = 10_000;
    private static final int MOST_NAMED = 200;

    private final AnomalyObserver observer;
    private final AnomalyProperties properties;
    private final RunningInstances instances;
    private final SeriesReader reader;
    private final Clock clock;
    private final Counter outages;
    private boolean outage;

    SilenceJob(
            AnomalyObserver observer,
            AnomalyProperties properties,
            RunningInstances instances,
            SeriesReader reader,
            Clock clock,
            MeterRegistry metrics) {
        this.observer = observer;
        this.properties = properties;
        this.instances = instances;
        this.reader = reader;
        this.clock = clock;
        outages = metrics.counter(TelemetryMetric.ANOMALY_OUTAGES.id());
    }

    @Override
    public String name() {
        return "anomaly-silence";
    }

    @Override
    public Duration interval() {
        return properties.silenceInterval();
    }

    @Override
    public boolean enabled() {
        return properties.enabled();
    }

    @Override
    public void run() {
        SeriesWatch watch = observer.watch();
        long now = clock.millis();
        double least = properties.leastSilence().toSeconds();
        watch.unnamed(now, least, MOST_NAMED)
                .forEach(id -> watch.name(id, reader.find(id).orElse(null)));
        List<String> asked = watch.silent(now, least).stream()
                .map(series -> series.labels().get(INSTANCE))
                .filter(Objects::nonNull)
                .distinct()
                .limit(MOST_ASKED)
                .toList();
        Set<String> ended = asked.isEmpty() ? Set.of() : instances.ended(asked);
        boolean silent =
                watch.listen(now, least, properties.forgetAfter().toSeconds(), series -> contains(ended, series))
                        == Silence.OUTAGE;
        if (silent) {
            outages.increment();
        }
        if (silent != outage) {
            outage = silent;
            LOG.warn(
                    silent
                            ? "more than half of the series are silent: the collection is, so they are not told of one by one"
                            : "most series are heard of again");
        }
    }

    private static boolean contains(Set<String> ended, Series series) {
        @Nullable String instance = series.labels().get(INSTANCE);
        return instance != null && ended.contains(instance);
    }
}
