package io.swen.routing.decision;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.money.Money;
import io.swen.routing.candidate.Offer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a decision stands against the prices of now.
 *
 * @param stillBest whether the same offer would be chosen, or scores no less than what would be
 * @param currentPrice of the decided offer per hour, null where it is not offered any more
 * @param priceChangePercent of the decided offer since the decision
 * @param available whether the decided offer can still be had and still fits
 * @param betterOffer what would be chosen now instead
 */
@Schema(name = "Recheck")
record Recheck(
        UUID decisionId,
        boolean stillBest,
        @Nullable Money currentPrice,
        @Nullable BigDecimal priceChangePercent,
        boolean available,
        @Nullable Offer betterOffer,
        Instant checkedAt,
        long epoch) {}
