package io.swen.routing.outcome;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How outcomes are settled, under {@code swen.routing.outcome}; all times are wall time.
 *
 * @param look how often ended places are settled
 * @param meter how often running places are metered at the prices of now
 * @param batch how many places one turn settles
 * @param ledgerTimeout how long telemetry-service may take for an answer
 * @param ledgerPatience how long after its end a place waits for telemetry's ledger before its own meter counts
 * @param retry how long a place waits between two looks at the ledger
 */
@ConfigurationProperties("swen.routing.outcome")
record OutcomeProperties(
        @DefaultValue("2s") Duration look,
        @DefaultValue("30s") Duration meter,
        @DefaultValue("50") int batch,
        @DefaultValue("3s") Duration ledgerTimeout,
        @DefaultValue("3m") Duration ledgerPatience,
        @DefaultValue("30s") Duration retry) {

    OutcomeProperties {
        if (batch < 1 || batch > 1_000) {
            throw new IllegalArgumentException("swen.routing.outcome.batch must be 1 to 1000: " + batch);
        }
        if (!look.isPositive() || !meter.isPositive() || !ledgerTimeout.isPositive() || !retry.isPositive()) {
            throw new IllegalArgumentException(
                    "swen.routing.outcome.look, meter, ledger-timeout and retry must be above zero");
        }
        if (ledgerPatience.isNegative()) {
            throw new IllegalArgumentException("swen.routing.outcome.ledger-patience must not be negative");
        }
    }
}
