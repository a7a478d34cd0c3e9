package io.swen.routing.model;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When is learned, under {@code swen.routing.model}; times are wall time.
 *
 * @param enabled false keeps every model out of decisions and trains none
 * @param fewest outcomes before anything is learned
 * @param every how many new outcomes lead to another training
 * @param most outcomes that are learned from, the newest
 * @param fresh outcomes that the champion has not seen before it can be found worse than the baseline, or drift be told
 * @param drift the stability index of a feature from which it counts as changed
 * @param look how often this instance looks for what is to do, and for another champion
 * @param seed of subsampling and of the bootstrap
 */
@ConfigurationProperties("swen.routing.model")
record ModelProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("200") int fewest,
        @DefaultValue("50") int every,
        @DefaultValue("5000") int most,
        @DefaultValue("50") int fresh,
        @DefaultValue("0.25") double drift,
        @DefaultValue("5s") Duration look,
        @DefaultValue("42") long seed) {

    ModelProperties {
        if (fewest < 100 || every < 1 || fresh < 20 || most < fewest || most > 50_000) {
            throw new IllegalArgumentException(
                    "swen.routing.model: fewest must be at least 100, every at least 1, fresh at"
                            + " least 20, most between fewest and 50000");
        }
        if (!(drift > 0) || !look.isPositive()) {
            throw new IllegalArgumentException("swen.routing.model.drift and look must be above zero");
        }
    }
}
