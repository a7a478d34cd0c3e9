package io.swen.gitops.policy;

import io.swen.gitops.contract.PolicyFinding;
import io.swen.gitops.contract.PolicyFinding.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs the tests beside a policy's rules. */
final class PolicyTestRun {

    /** Steps of one test. */
    private static final int STEPS = 100_000;

    private PolicyTestRun() {}

    /**
     * How one test ended.
     *
     * @param problem null where the rules said what was expected
     */
    record Outcome(String name, @Nullable String problem) {

        boolean passed() {
            return problem == null;
        }
    }

    static List<Outcome> run(Policy policy) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Policy.Test test : policy.tests()) {
            List<PolicyFinding> found = policy.judge(test.input(), new Budget(STEPS));
            Map<String, Effect> said = new TreeMap<>();
            found.forEach(finding -> said.put(finding.rule(), finding.result()));
            Map<String, Effect> expected = new TreeMap<>(test.expect());
            outcomes.add(new Outcome(
                    test.name(),
                    said.equals(expected)
                            ? null
                            : "expected " + told(expected) + ", but the rules said " + told(said)
                                    + found.stream()
                                            .map(finding -> "; " + finding.rule() + ": " + finding.message())
                                            .reduce("", String::concat)));
        }
        return List.copyOf(outcomes);
    }

    private static String told(Map<String, Effect> effects) {
        return effects.isEmpty() ? "nothing" : effects.toString().toLowerCase(Locale.ROOT);
    }
}
