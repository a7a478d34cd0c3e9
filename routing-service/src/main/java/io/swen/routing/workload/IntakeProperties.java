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
 * @param patience how long a request waits for its batch to be stored
 */
@ConfigurationProperties("swen.routing.intake")
record IntakeProperties(
        @DefaultValue("4096") int queue,
        @DefaultValue("2") int writers,
        @DefaultValue("500") int batch,
        @DefaultValue("10s") Duration patience) {

    IntakeProperties {
        if (queue < 1 || writers < 1 || writers > 8 || batch < 1 || batch > 5_000 || !patience.isPositive()) {
            throw new IllegalArgumentException("swen.routing.intake: queue >= 1, writers 1 to 8, batch 1 to 5000 and"
                    + " patience above zero are needed, not " + queue + ", " + writers + ", " + batch + ", "
                    + patience);
        }
    }
}
