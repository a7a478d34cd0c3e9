package io.swen.routing.decision;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * Whether the decision log is what was sealed.
 *
 * @param decisions how many stand in the chain
 * @param unsealed how many wait for their seal
 * @param anchors how many seals the audit log has
 * @param head the newest seal's hash
 * @param problems what is wrong, the first 20
 */
@Schema(name = "DecisionLogVerification")
record ChainVerification(
        boolean intact, long decisions, long unsealed, long seals, long anchors, String head, List<String> problems) {

    ChainVerification {
        problems = List.copyOf(problems);
    }
}
