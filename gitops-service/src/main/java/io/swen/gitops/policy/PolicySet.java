package io.swen.gitops.policy;

import io.swen.gitops.contract.PolicyFinding;
import io.swen.gitops.contract.PolicyFinding.Effect;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.repository.TreeFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All policies of one state of the repository. What cannot be used is kept as a reason, because it must not let changes through. */
final class PolicySet {

    static final PolicySet NONE = new PolicySet(Map.of(), Map.of());

    private static final Pattern FILE = Pattern.compile("policies/([^/]+)\\.yaml");
    private static final int MOST_RULES = 500;
    private static final int MOST_FINDINGS = 100;

    private final Map<String, Policy> policies;
    private final Map<String, List<String>> broken;

    private PolicySet(Map<String, Policy> policies, Map<String, List<String>> broken) {
        this.policies = policies;
        this.broken = broken;
    }

    static PolicySet of(List<TreeFile> files) {
        Map<String, Policy> policies = new TreeMap<>();
        Map<String, List<String>> broken = new TreeMap<>();
        for (TreeFile file : files) {
            if (EnvironmentRepository.DESCRIPTIONS.contains(file.path())) {
                continue;
            }
            Matcher name = FILE.matcher(file.path());
            if (!name.matches()) {
                broken.put(file.path(), List.of("only policies/<name>.yaml can be a policy"));
                continue;
            }
            Policy.Compiled compiled =
                    Policy.compile(name.group(1), new String(file.content(), StandardCharsets.UTF_8));
            if (compiled.policy() == null) {
                broken.put(file.path(), compiled.problems());
            } else {
                policies.put(compiled.required().name(), compiled.required());
            }
        }
        int rules = policies.values().stream()
                .mapToInt(policy -> policy.rules().size())
                .sum();
        if (rules > MOST_RULES) {
            broken.put(
                    EnvironmentRepository.POLICIES,
                    List.of("there are " + rules + " rules; at most " + MOST_RULES + " are allowed"));
        }
        return new PolicySet(policies, broken);
    }

    /** A set that lets nothing through. */
    static PolicySet unusable(String why) {
        return new PolicySet(Map.of(), Map.of(EnvironmentRepository.POLICIES, List.of(why)));
    }

    List<Policy> policies() {
        return List.copyOf(policies.values());
    }

    Optional<Policy> find(String name) {
        return Optional.ofNullable(policies.get(name));
    }

    /** What cannot be used, by path, with the reasons. */
    Map<String, List<String>> broken() {
        return broken;
    }

    /** The same with one policy added or replaced. */
    PolicySet with(Policy policy) {
        Map<String, Policy> more = new TreeMap<>(policies);
        more.put(policy.name(), policy);
        Map<String, List<String>> less = new TreeMap<>(broken);
        less.remove(PolicyFiles.path(policy.name()));
        return new PolicySet(more, less);
    }

    PolicyResult judge(Map<String, Object> input) {
        List<PolicyFinding> findings = new ArrayList<>();
        broken.forEach((path, why) -> findings.add(unusable(path, why)));
        Budget budget = new Budget(Budget.STEPS);
        for (Policy policy : policies.values()) {
            findings.addAll(policy.judge(input, budget));
            if (findings.size() > MOST_FINDINGS) {
                findings.subList(MOST_FINDINGS, findings.size()).clear();
                findings.add(unusable(
                        EnvironmentRepository.POLICIES,
                        List.of("the policies find more than " + MOST_FINDINGS + " things")));
                break;
            }
        }
        return new PolicyResult(findings);
    }

    private static PolicyFinding unusable(String path, List<String> why) {
        return new PolicyFinding(
                name(path),
                "file",
                Effect.DENY,
                path + " on main cannot be used, so no change is let through until it is corrected: "
                        + String.join("; ", why),
                null,
                null,
                List.of());
    }

    /** The name of the policy in a file, or the path itself. */
    static String name(String path) {
        Matcher name = FILE.matcher(path);
        return name.matches() ? name.group(1) : path;
    }

    /** All that is wrong, a line each, and the tests that do not pass; for a change of policies. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        broken.forEach((path, why) -> why.forEach(one -> problems.add(path + ": " + one)));
        for (Policy policy : policies.values()) {
            for (PolicyTestRun.Outcome outcome : PolicyTestRun.run(policy)) {
                @Nullable String problem = outcome.problem();
                if (problem != null) {
                    problems.add(PolicyFiles.path(policy.name()) + ": test \"" + outcome.name() + "\": " + problem);
                }
            }
        }
        return problems;
    }
}
