package io.swen.routing.decision;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.routing.candidate.PurchaseOption;
import io.swen.routing.placement.Factor;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What to suppose that is otherwise; everything is optional, and what is absent stays as it is.
 *
 * @param prices changed one after another; at most 100
 * @param interruptionRates changed one after another; at most 100
 * @param weights what some factors count, 0 to 1 with four decimals; the others share the rest in their proportions
 * @param regionsClosed regions that nothing may be in
 * @param regionsOpened regions that are allowed after all
 * @param limits what the quotas leave
 * @param model false to leave the learned model out
 * @param spec fields of the workload to replace (JSON merge patch); for {@code POST /api/v1/what-if} the whole description
 */
@Schema(name = "WhatIfRequest")
record WhatIfRequest(
        @Nullable List<PriceChange> prices,
        @Nullable List<RateChange> interruptionRates,
        @Nullable Map<Factor, BigDecimal> weights,
        @Nullable List<String> regionsClosed,
        @Nullable List<String> regionsOpened,
        @Nullable LimitsChange limits,
        @Nullable Boolean model,

        @Schema(type = "object", description = "fields of the workload") @Nullable
        ObjectNode spec) {

    /** Which offers are meant: all of which every part that is given holds; at least one part has to be given. */
    interface Selection {
        @Nullable
        String offerId();

        @Nullable
        String provider();

        @Nullable
        String region();

        @Nullable
        String zone();

        @Nullable
        String instanceType();

        @Nullable
        PurchaseOption purchaseOption();
    }

    /**
     * A price of some offers, either absolute or by a factor.
     *
     * @param price USD per hour, above 0
     * @param factor above 0, at most 10,000
     */
    @Schema(name = "WhatIfPrice")
    record PriceChange(
            @Nullable String offerId,
            @Nullable String provider,
            @Nullable String region,
            @Nullable String zone,
            @Nullable String instanceType,
            @Nullable PurchaseOption purchaseOption,
            @Nullable BigDecimal price,
            @Nullable BigDecimal factor)
            implements Selection {}

    /**
     * How often some offers are interrupted, either absolute or by a factor.
     *
     * @param rate fraction interrupted in a month, 0 to 1
     * @param factor 0 to 10,000; the rate ends at 1
     */
    @Schema(name = "WhatIfInterruptionRate")
    record RateChange(
            @Nullable String offerId,
            @Nullable String provider,
            @Nullable String region,
            @Nullable String zone,
            @Nullable String instanceType,
            @Nullable PurchaseOption purchaseOption,
            @Nullable BigDecimal rate,
            @Nullable BigDecimal factor)
            implements Selection {}

    /** What the quotas leave instead; absent stays, {@code unlimited} takes all of them away first. */
    @Schema(name = "WhatIfLimits")
    record LimitsChange(
            @Nullable BigDecimal hourlyCost,
            @Nullable Integer vcpus,
            @Nullable Integer gpus,
            @Nullable Boolean unlimited) {}
}
