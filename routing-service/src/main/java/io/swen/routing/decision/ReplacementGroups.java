package io.swen.routing.decision;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Which decisions of an order become one change: those of one author, as long as the change costs less than what one workload may
 * cost without a person's approval. Otherwise many that need nobody would wait for somebody because they are together.
 */
public final class ReplacementGroups {

    /** USD an hour from which on gitops-service's table asks for an approver. */
    private static final BigDecimal NEEDS_NOBODY = BigDecimal.TEN;

    private final UUID requestId;
    private final Map<UUID, BigDecimal> costs = new HashMap<>();
    private final Map<UUID, String> open = new HashMap<>();
    private final Map<String, String> groups = new LinkedHashMap<>();

    public ReplacementGroups(UUID requestId) {
        this.requestId = requestId;
    }

    /** The hand-over that a decision of this cost an hour becomes an item of. */
    String keyOf(UUID author, String workload, BigDecimal cost) {
        BigDecimal together = costs.getOrDefault(author, BigDecimal.ZERO).add(cost);
        String key = open.get(author);
        if (key == null || together.compareTo(NEEDS_NOBODY) >= 0) {
            key = ReplacementOrders.groupKey(requestId, author, groups.size());
            together = cost;
            open.put(author, key);
            groups.put(key, workload);
        }
        costs.put(author, together);
        return key;
    }

    /** The hand-overs, each with one of its workloads. */
    Map<String, String> groups() {
        return groups;
    }
}
