package io.swen.telemetry.anomaly;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.telemetry.anomaly.SeriesWatch.Told;
import io.swen.telemetry.metrics.SampleObserver;
import io.swen.telemetry.metrics.SeriesPoint;
import io.swen.telemetry.support.TelemetryMetric;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Watches every series on its way into the database; what it finds waits in a bounded queue to be stored. */
@Component
class AnomalyObserver implements SampleObserver {

    private static final Logger LOG = LoggerFactory.getLogger(AnomalyObserver.class);

    private final AnomalyProperties properties;
    private final Clock clock;
    private final SeriesWatch watch;
    private final BlockingQueue<Told> waiting;
    private final Counter dropped;

    AnomalyObserver(AnomalyProperties properties, AnomalyStates states, Clock clock, MeterRegistry metrics) {
        this.properties = properties;
        this.clock = clock;
        waiting = new ArrayBlockingQueue<>(properties.waiting());
        dropped = metrics.counter(TelemetryMetric.ANOMALIES_DROPPED.id());
        watch = new SeriesWatch(
                DetectorSettings.DEFAULT.withThreshold(properties.threshold()),
                properties.mostSeries(),
                clock.millis(),
                this::found);
        Gauge.builder(TelemetryMetric.ANOMALY_SERIES.id(), watch, SeriesWatch::size)
                .register(metrics);
        FunctionCounter.builder(TelemetryMetric.ANOMALY_SERIES_EVICTED.id(), watch, SeriesWatch::evicted)
                .register(metrics);
        if (properties.enabled()) {
            states.restore(watch, clock.instant());
        }
    }

    @Override
    public void observed(List<SeriesPoint> points) {
        if (properties.enabled()) {
            watch.observe(points, clock.millis());
        }
    }

    private void found(Told told) {
        if (!waiting.offer(told)) {
            if (dropped.count() == 0) {
                LOG.warn("more than {} findings wait to be stored; further ones are left out", properties.waiting());
            }
            dropped.increment();
        }
    }

    SeriesWatch watch() {
        return watch;
    }

    /** What was found and is not stored yet, oldest first; they are the caller's now. */
    List<Told> take(int most) {
        List<Told> taken = new ArrayList<>();
        waiting.drainTo(taken, most);
        return taken;
    }
}
