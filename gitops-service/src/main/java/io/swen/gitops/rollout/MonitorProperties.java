package io.swen.gitops.rollout;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How new versions are judged. All windows are domain time, so that a faster clock shortens them.
 *
 * @param serviceWindow how long a merged change of services is watched
 * @param batchWindow the same of batches
 * @param analysis how long a step of a rollout is looked at, unless the workload says
 * @param warmUp after which samples of a new instance count
 * @param baseline how far back the samples before go
 * @param samples fewer on either side are too few to judge by
 * @param significance chance of a false alarm of one comparison
 * @param costTolerance how far the realised cost may be above the planned one, as a share of it
 * @param signals metrics by which versions are compared, beside the clouds' status checks
 * @param every wall time between two looks
 * @param telemetryTimeout of one question to telemetry-service
 */
@Validated
@ConfigurationProperties("swen.gitops.monitor")
record MonitorProperties(
        @DefaultValue("PT30M") Duration serviceWindow,
        @DefaultValue("PT10M") Duration batchWindow,
        @DefaultValue("PT5M") Duration analysis,
        @DefaultValue("PT2M") Duration warmUp,
        @DefaultValue("PT2H") Duration baseline,
        @DefaultValue("8") int samples,
        @DefaultValue("0.01") double significance,
        @DefaultValue("0.5") double costTolerance,
        @Nullable Map<String, Signal> signals,
        @DefaultValue("5s") Duration every,
        @DefaultValue("3s") Duration telemetryTimeout) {

    /**
     * A metric that tells good from bad.
     *
     * @param worse which way
     * @param tolerated the ratio of the medians, after over before, up to which it is put up with
     */
    record Signal(Worse worse, double tolerated) {}

    MonitorProperties {
        if (samples < 3 || !(significance > 0 && significance < 0.5)) {
            throw new IllegalArgumentException(
                    "swen.gitops.monitor.samples is 3 and more, .significance above 0 and below" + " 0.5; given "
                            + samples + " and " + significance);
        }
        Map<String, Signal> known = new LinkedHashMap<>();
        if (signals == null) {
            known.put("error_rate", new Signal(Worse.HIGHER, 1.5));
            known.put("request_errors", new Signal(Worse.HIGHER, 1.5));
            known.put("latency_seconds", new Signal(Worse.HIGHER, 1.5));
            // What serves nobody sends nothing; less than that is a matter of the day.
            known.put("network_out", new Signal(Worse.LOWER, 0.05));
        } else {
            known.putAll(signals);
        }
        signals = java.util.Collections.unmodifiableMap(known);
    }

    /** Never null after construction, whatever the type of the component says. */
    Map<String, Signal> compared() {
        return signals == null ? Map.of() : signals;
    }
}
