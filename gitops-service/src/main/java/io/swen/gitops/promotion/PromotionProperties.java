package io.swen.gitops.promotion;

import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How workloads are promoted.
 *
 * @param order of environments; a promotion goes from one to the next
 * @param healthyFor domain time that a workload has to have run well before it is promoted
 * @param costTimeout wall time that telemetry has to say what it cost
 */
@Validated
@ConfigurationProperties("swen.gitops.promotion")
record PromotionProperties(
        @NotEmpty @DefaultValue({"dev", "staging", "prod"}) List<String> order,
        @DefaultValue("PT10M") Duration healthyFor,
        @DefaultValue("2s") Duration costTimeout) {

    PromotionProperties {
        order = List.copyOf(order);
        if (order.stream().distinct().count() != order.size()) {
            throw new IllegalArgumentException("swen.gitops.promotion.order names an environment twice: " + order);
        }
        if (healthyFor.isNegative()) {
            throw new IllegalArgumentException("swen.gitops.promotion.healthy-for must not be negative");
        }
    }
}
