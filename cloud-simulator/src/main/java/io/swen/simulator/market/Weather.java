package io.swen.simulator.market;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happens to spot markets beyond their own course; a pure function of pool and time. */
public interface Weather {

    /** Nothing does. */
    Weather CALM = new Weather() {
        @Override
        public double priceFactor(Pool pool, Instant at) {
            return 1;
        }

        @Override
        public List<Instant> priceChanges(Pool pool, Instant after, Instant until) {
            return List.of();
        }

        @Override
        public boolean hasSpotCapacity(Pool pool, Instant at) {
            return true;
        }

        @Override
        public Optional<Instant> spotLost(Pool pool, Instant from) {
            return Optional.empty();
        }
    };

    /** What the spot price is multiplied by. */
    double priceFactor(Pool pool, Instant at);

    /** When the factor changes, later than the first instant and up to the second, in order. */
    List<Instant> priceChanges(Pool pool, Instant after, Instant until);

    /** Whether spot instances can be had. */
    boolean hasSpotCapacity(Pool pool, Instant at);

    /** The first moment from the given one on without spot capacity; running spot instances have notice then. */
    Optional<Instant> spotLost(Pool pool, Instant from);
}
