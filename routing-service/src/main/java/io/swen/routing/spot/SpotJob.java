package io.swen.routing.spot;

import io.swen.platform.job.BackgroundJob;
import io.swen.routing.candidate.OfferIndexes;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Looks at what runs on spot capacity every few seconds: counts what was at risk, and keeps the forecast up. */
@Component
class SpotJob implements BackgroundJob {

    private final PoolRecorder recorder;
    private final SpotForecasts forecasts;
    private final OfferIndexes indexes;
    private final SpotProperties properties;

    SpotJob(PoolRecorder recorder, SpotForecasts forecasts, OfferIndexes indexes, SpotProperties properties) {
        this.recorder = recorder;
        this.forecasts = forecasts;
        this.indexes = indexes;
        this.properties = properties;
    }

    @Override
    public String name() {
        return "spot";
    }

    @Override
    public Duration interval() {
        return properties.look();
    }

    @Override
    public void run() {
        if (indexes.state() instanceof OfferIndexes.State.Usable usable) {
            recorder.count(usable.index());
        }
        forecasts.refresh();
    }
}
