package io.swen.routing.spot;

import io.swen.routing.candidate.OfferIndexes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks at what runs on spot capacity every few seconds: counts what was at risk, and keeps the forecast up. */
@Component
class SpotJob implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SpotJob.class);

    private final PoolRecorder recorder;
    private final SpotForecasts forecasts;
    private final OfferIndexes indexes;
    private final SpotProperties properties;
    private @Nullable Thread thread;

    SpotJob(PoolRecorder recorder, SpotForecasts forecasts, OfferIndexes indexes, SpotProperties properties) {
        this.recorder = recorder;
        this.forecasts = forecasts;
        this.indexes = indexes;
        this.properties = properties;
    }

    @Override
    public synchronized void start() {
        thread = Thread.ofVirtual().name("spot").start(this::run);
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
                look();
                Thread.sleep(properties.look());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            if (indexes.state() instanceof OfferIndexes.State.Usable usable) {
                recorder.count(usable.index());
            }
            forecasts.refresh();
        } catch (RuntimeException e) {
            LOG.warn("spot capacity cannot be looked at, next try in {}: {}", properties.look(), e.toString());
            LOG.debug("looking at spot capacity failed", e);
        }
    }
}
