package io.swen.simulator.market;

import java.math.BigDecimal;
import java.time.Instant;

/** A spot price per hour in the provider's currency, and since when it is in force. */
public record SpotQuote(BigDecimal price, Instant since) {}
