package io.swen.gitops.policy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.gitops.contract.PolicyFinding.ApproverRole;
import io.swen.gitops.contract.PolicyFinding.Effect;
import io.swen.platform.page.Page;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The calls about policies. They are changed by a push to the repository, never here. */
@RestController
class PolicyController {

    private static final int MOST_CHANGES = 200;
    private static final int CHANGES = 100;

    /**
     * A policy on {@code main}.
     *
     * @param problems why it cannot be used, so that no change is let through; empty where it can
     * @param tests how many tests stand beside its rules
     */
    @Schema(name = "Policy")
    record View(String name, String path, String description, List<Rule> rules, int tests, List<String> problems) {

        /** One rule of it. */
        @Schema(name = "PolicyRule")
        record Rule(
                String name,
                String when,
                Effect result,
                @Nullable Integer approvals,
                @Nullable ApproverRole role) {}
    }

    /** A policy with its text and what its tests say. */
    @Schema(name = "PolicyText")
    record Text(View policy, String text, List<TestResult> tests) {}

    /** How a test ended. */
    @Schema(name = "PolicyTestResult")
    record TestResult(String name, boolean passed, @Nullable String problem) {}

    /**
     * A policy to try.
     *
     * @param policy the text of its file
     * @param changes how many of the newest changes to hold it against, 100 where it is not given
     */
    @Schema(name = "NewPolicyDryRun")
    record NewDryRun(@Nullable String policy, @Nullable Integer changes) {}

    private final Policies policies;
    private final DryRuns dryRuns;

    PolicyController(Policies policies, DryRuns dryRuns) {
        this.policies = policies;
        this.dryRuns = dryRuns;
    }

    @GetMapping("/api/v1/policies")
    @Operation(summary = "Lists the policies on main, also those that cannot be used")
    Page<View> list() {
        PolicySet current = policies.current();
        List<View> views = new ArrayList<>();
        current.policies().forEach(policy -> views.add(view(policy)));
        current.broken()
                .forEach((path, problems) ->
                        views.add(new View(PolicySet.name(path), path, "", List.of(), 0, problems)));
        views.sort(Comparator.comparing(View::name));
        return new Page<>(views, null);
    }

    @GetMapping("/api/v1/policies/{name}")
    @Operation(summary = "A policy with its text and the results of its tests")
    Text get(@PathVariable("name") String name) {
        Policy policy = policies.current().find(name).orElseThrow(() -> ProblemException.notFound("policy", name));
        return new Text(view(policy), policy.text(), tests(policy));
    }

    @PostMapping("/api/v1/policies/dry-run")
    @Operation(summary = "Which of the newest changes a policy would have decided differently; nothing is stored")
    DryRuns.Report dryRun(@RequestBody NewDryRun asked) {
        int changes = asked.changes() == null ? CHANGES : asked.changes();
        if (changes < 1 || changes > MOST_CHANGES) {
            throw ProblemException.invalidField("changes", changes, "1 to " + MOST_CHANGES);
        }
        if (asked.policy() == null) {
            throw ProblemException.invalidField("policy", null, "the text of a policy's file");
        }
        Policy.Compiled compiled = Policy.compile(null, asked.policy());
        if (compiled.policy() == null) {
            throw ProblemException.invalidFields(compiled.problems().stream()
                    .map(problem -> new FieldProblem("policy", null, "corrected: " + problem))
                    .toList());
        }
        return dryRuns.run(compiled.required(), changes, Actor.current());
    }

    static List<TestResult> tests(Policy policy) {
        return PolicyTestRun.run(policy).stream()
                .map(outcome -> new TestResult(outcome.name(), outcome.passed(), outcome.problem()))
                .toList();
    }

    private static View view(Policy policy) {
        return new View(
                policy.name(),
                PolicyFiles.path(policy.name()),
                policy.description(),
                policy.rules().stream()
                        .map(rule ->
                                new View.Rule(rule.name(), rule.when(), rule.effect(), rule.approvals(), rule.role()))
                        .toList(),
                policy.tests().size(),
                List.of());
    }
}
