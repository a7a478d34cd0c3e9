package io.swen.routing.spot;

import io.swen.routing.placement.InterruptionForecast;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives out the newest forecast of interruptions, made of what was seen of each pool. */
@Component
class SpotForecasts implements InterruptionForecast.Source {

    /** Factors are told apart to a hundredth, so that a forecast lives until something was seen. */
    private static final double FINEST = 100;

    private final PoolStore store;
    private final SpotProperties properties;
    private final Clock clock;
    private final LossCurve curve = LossCurve.of(CarriedTraces.all());
    private volatile PoolForecast newest = new PoolForecast(curve, Map.of());

    SpotForecasts(PoolStore store, SpotProperties properties, Clock clock) {
        this.store = store;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public InterruptionForecast newest() {
        return newest;
    }

    @Override
    public InterruptionForecast read(byte[] bytes) {
        return PoolForecast.read(bytes);
    }

    /** Takes in what was seen since; it stays the same object where that changes nothing. */
    void refresh() {
        Instant now = clock.instant();
        Map<String, PoolForecast.Pool> pools = new HashMap<>();
        for (PoolStore.Seen pool : store.all(now)) {
            double factor =
                    Math.max(1 / FINEST, Math.round(pool.losses().factor(properties.priorLosses()) * FINEST) / FINEST);
            int age = age(pool.lastLostAt(), now);
            if (factor != 1 || age != LossCurve.anyAge()) {
                pools.put(pool.name(), new PoolForecast.Pool(factor, age));
            }
        }
        PoolForecast fresh = new PoolForecast(curve, pools);
        if (!fresh.id().equals(newest.id())) {
            newest = fresh;
        }
    }

    /** A pool whose last loss is longer ago than the traces tell apart is like one of which none was seen. */
    private static int age(@Nullable Instant lastLostAt, Instant now) {
        if (lastLostAt == null) {
            return LossCurve.anyAge();
        }
        double steps = Math.max(0, Duration.between(lastLostAt, now).toSeconds()) / AgeBuckets.STEP_SECONDS;
        int bucket = AgeBuckets.of(Math.max(1, steps));
        return bucket == AgeBuckets.COUNT - 1 ? LossCurve.anyAge() : bucket;
    }
}
