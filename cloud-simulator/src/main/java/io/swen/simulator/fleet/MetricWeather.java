package io.swen.simulator.fleet;

import java.time.Instant;
import java.util.OptionalDouble;

/** What happens to the metrics of instances beyond their own course; a pure function of instance and time. */
public interface MetricWeather {

    /** Nothing does. */
    MetricWeather CALM = new MetricWeather() {
        @Override
        public boolean isSilent(SimInstance instance, Instant at) {
            return false;
        }

        @Override
        public OptionalDouble cpuPercent(SimInstance instance, Instant at) {
            return OptionalDouble.empty();
        }
    };

    /** Whether nothing is published of an instance. */
    boolean isSilent(SimInstance instance, Instant at);

    /** CPU utilisation before noise, where it is not the instance's own. */
    OptionalDouble cpuPercent(SimInstance instance, Instant at);
}
