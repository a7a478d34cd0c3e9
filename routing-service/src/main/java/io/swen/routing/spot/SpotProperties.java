package io.swen.routing.spot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Spot capacity with deadlines, under {@code swen.routing.spot}.
 *
 * @param look wall time between two looks at what runs
 * @param tick domain time that one choice of spot, on-demand or waiting is for
 * @param lead domain time that a change may take until it runs, kept in hand before each deadline
 * @param halfLife domain time after which what was seen of a pool counts half
 * @param priorLosses how many expected losses the rates that come with the offers are worth against what was seen
 * @param moveMargin share of the cost of going on that a move has to save, unless the deadline is at stake
 */
@ConfigurationProperties("swen.routing.spot")
record SpotProperties(
        @DefaultValue("10s") Duration look,
        @DefaultValue("10m") Duration tick,
        @DefaultValue("10m") Duration lead,
        @DefaultValue("30d") Duration halfLife,
        @DefaultValue("1") double priorLosses,
        @DefaultValue("0.2") double moveMargin) {

    SpotProperties {
        List<String> problems = new ArrayList<>();
        if (!look.isPositive() || !tick.isPositive() || !halfLife.isPositive()) {
            problems.add("look, tick and half-life must be above zero");
        }
        if (tick.compareTo(Duration.ofMinutes(1)) < 0 || tick.compareTo(Duration.ofHours(1)) > 0) {
            problems.add("tick must be 1m to 1h: " + tick);
        }
        if (lead.isNegative()) {
            problems.add("lead must not be negative: " + lead);
        }
        if (!(priorLosses > 0)) {
            problems.add("prior-losses must be above zero: " + priorLosses);
        }
        if (!(moveMargin >= 0 && moveMargin < 1)) {
            problems.add("move-margin must be from 0 to below 1: " + moveMargin);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("swen.routing.spot: " + String.join("; ", problems));
        }
    }
}
