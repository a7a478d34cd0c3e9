package io.swen.routing.workload;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How workloads are taken in, under {@code swen.routing.intake}.
 *
 * @param queue how many submissions may wait for a writer; more are refused with 429
 * @param writers how many batches are written at once
 * @param batch how many submissions one transaction stores at most
 * @param crowd how many submissions a second are more than can be decided anyhow: above it, those who submit go first and
 *     whoever decides takes {@code swen.routing.decision.share-in-crowd} of the time
 * @param patience how long a request waits for its batch to be stored
 */
@ConfigurationProperties("swen.routing.intake")
record IntakeProperties(
        @DefaultValue("4096") int queue,
        @DefaultValue("2") int writers,
        @DefaultValue("500") int batch,
        @DefaultValue("250") double crowd,
        @DefaultValue("10s") Duration patience) {

    IntakeProperties {
        if (queue < 1
                || writers < 1
                || writers > 8
                || batch < 1
                || batch > 5_000
                || !(crowd > 0)
                || !patience.isPositive()) {
            throw new IllegalArgumentException("swen.routing.intake: queue >= 1, writers 1 to 8, batch 1 to 5000,"
                    + " crowd and patience above zero are needed, not " + queue + ", " + writers + ", " + batch + ", "
                    + crowd + ", " + patience);
        }
    }
}
