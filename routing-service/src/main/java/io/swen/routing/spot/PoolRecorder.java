package io.swen.routing.spot;

import io.swen.routing.candidate.OfferIndex;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Counts losses of spot capacity, and the losses that were to be expected where something ran. */
@Service
class PoolRecorder {

    /** Time beyond this between two looks is not counted: nobody saw what ran then. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final double HOUR = Duration.ofHours(1).toMillis();

    private final PoolStore store;
    private final Clock clock;

    PoolRecorder(PoolStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Counts on from where it was counted to last, unless another instance is at it. */
    @Transactional
    public void count(OfferIndex index) {
        Instant now = clock.instant();
        store.countFrom(now).ifPresent(from -> {
            Duration passed = Duration.between(from, now);
            double hours = Math.min(LONGEST.toMillis(), Math.max(0, passed.toMillis())) / HOUR;
            if (hours > 0) {
                store.atRisk().forEach(running -> expect(index, running, hours, now));
            }
        });
    }

    private void expect(OfferIndex index, PoolStore.AtRisk running, double hours, Instant now) {
        int offer = index.find(running.offerId());
        if (offer >= 0) {
            String[] parts = running.offerId().split("/", -1);
            store.expect(parts[0], parts[1], PoolForecast.hourly(index, offer) * hours * running.replicas(), now);
        }
    }

    /** The place that a decision chose was taken back; a place that is not on spot capacity does not count. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lost(UUID decision) {
        store.spotOffer(decision).ifPresent(offerId -> {
            String[] parts = offerId.split("/", -1);
            store.lose(decision, parts[0], parts[1], clock.instant());
        });
    }

    /** Where a workload is was announced to be taken back. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void noticed(String workload) {
        store.decision(workload).ifPresent(this::lost);
    }
}
