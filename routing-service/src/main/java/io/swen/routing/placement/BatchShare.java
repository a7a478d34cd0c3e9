package io.swen.routing.placement;

import java.math.BigDecimal;
import java.util.UUID;

/**
 * The batch that a decision is part of, and how well all of it was decided.
 *
 * @param size workloads that were decided together
 * @param gapPercent how far all of it may be from the best there is, at most
 * @param solver {@code scip}, or {@code greedy} where there was no solver or nothing to gain by it
 * @param seconds that deciding took
 */
public record BatchShare(UUID id, int size, BigDecimal gapPercent, String solver, BigDecimal seconds) {}
