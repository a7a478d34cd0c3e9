package io.swen.routing.decision;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What would have had to be otherwise for another choice.
 *
 * @param choice the offer that was chosen
 * @param smallest in words: the flip by the least change in percent; null where none of the inputs flips it
 * @param items one for each input and direction, the least change first, what flips nothing last
 * @param decided how often it was decided again to find them
 */
@Schema(name = "Counterfactuals")
record CounterfactualAnswer(
        UUID decisionId, String choice, @Nullable String smallest, List<Counterfactual> items, int decided) {}
