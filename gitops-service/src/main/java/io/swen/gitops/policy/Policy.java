package io.swen.gitops.policy;

import io.swen.gitops.contract.ForeignYaml;
import io.swen.gitops.contract.Labels;
import io.swen.gitops.contract.PolicyFinding;
import io.swen.gitops.contract.PolicyFinding.ApproverRole;
import io.swen.gitops.contract.PolicyFinding.Effect;
import io.swen.gitops.contract.UnusableYamlException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One policy, checked and compiled. */
final class Policy {

    private static final int MOST_RULES = 50;
    private static final int MOST_TESTS = 100;
    private static final int MOST_APPROVALS = 5;
    private static final int LONGEST_DESCRIPTION = 500;
    private static final int MOST_PROBLEMS = 20;

    /** A rule that is ready to be asked. */
    record Rule(
            String name,
            String when,
            Expression condition,
            Effect effect,
            @Nullable Integer approvals,
            @Nullable ApproverRole role,
            Template message) {}

    /** A test that is ready to be run. */
    record Test(String name, Map<String, Object> input, Map<String, Effect> expect) {}

    /** A policy, or why there is none. */
    record Compiled(@Nullable Policy policy, List<String> problems) {

        Compiled {
            problems = List.copyOf(problems);
        }

        Policy required() {
            if (policy == null) {
                throw new IllegalStateException(String.join("; ", problems));
            }
            return policy;
        }
    }

    private final String name;
    private final String description;
    private final List<Rule> rules;
    private final List<Test> tests;
    private final String text;

    private Policy(String name, String description, List<Rule> rules, List<Test> tests, String text) {
        this.name = name;
        this.description = description;
        this.rules = List.copyOf(rules);
        this.tests = List.copyOf(tests);
        this.text = text;
    }

    String name() {
        return name;
    }

    String description() {
        return description;
    }

    List<Rule> rules() {
        return rules;
    }

    List<Test> tests() {
        return tests;
    }

    String text() {
        return text;
    }

    /**
     * Reads and checks a policy.
     *
     * @param expectedName what its file is called, or null where it has no file yet
     */
    static Compiled compile(@Nullable String expectedName, String text) {
        ForeignYaml<PolicyFile> file;
        try {
            file = ForeignYaml.read(text, PolicyFile.class);
        } catch (UnusableYamlException e) {
            return new Compiled(null, List.of(String.valueOf(e.getMessage())));
        }
        return new Compiling(file).compile(expectedName, text);
    }

    /**
     * What the rules say of a change. A rule that cannot be worked out denies it.
     *
     * @param budget what all rules together may cost
     */
    List<PolicyFinding> judge(Map<String, Object> input, Budget budget) {
        List<PolicyFinding> findings = new ArrayList<>();
        for (Rule rule : rules) {
            Looked looked = new Looked();
            try {
                if (Boolean.TRUE.equals(rule.condition().evaluate(input, budget, looked))) {
                    findings.add(new PolicyFinding(
                            name,
                            rule.name(),
                            rule.effect(),
                            rule.message().text(input, budget),
                            rule.approvals(),
                            rule.role(),
                            looked.values()));
                }
            } catch (UndecidedException e) {
                findings.add(new PolicyFinding(
                        name,
                        rule.name(),
                        Effect.DENY,
                        "it cannot be worked out for this change, so the change is not let through: " + e.getMessage(),
                        null,
                        null,
                        looked.values()));
            }
        }
        return findings;
    }

    /** Checks one file; all problems are told at once. */
    private static final class Compiling {

        private final ForeignYaml<PolicyFile> file;
        private final List<String> problems = new ArrayList<>();

        Compiling(ForeignYaml<PolicyFile> file) {
            this.file = file;
        }

        /** Components of a record from YAML may be absent whatever their types say. */
        @SuppressWarnings("ConstantConditions")
        Compiled compile(@Nullable String expectedName, String text) {
            PolicyFile read = file.value();
            if (!PolicyFile.API_VERSION.equals(read.apiVersion())) {
                problem("api_version", "has to be " + PolicyFile.API_VERSION);
            }
            if (!PolicyFile.KIND.equals(read.kind())) {
                problem("kind", "has to be " + PolicyFile.KIND);
            }
            String policy = Objects.requireNonNullElse(read.name(), "");
            if (!Labels.isLabel(policy)) {
                problem("name", "has to be a DNS label (a-z, 0-9, -, at most 63)");
            } else if (expectedName != null && !policy.equals(expectedName)) {
                problem("name", "is " + policy + ", but the file is called " + expectedName + ".yaml");
            }
            String about = Objects.requireNonNullElse(read.description(), "").strip();
            if (about.isEmpty() || about.length() > LONGEST_DESCRIPTION) {
                problem("description", "has to have 1 to " + LONGEST_DESCRIPTION + " characters");
            }
            List<Rule> rules = rules(orEmpty(read.rules()));
            List<Test> tests = tests(orEmpty(read.tests()), rules);
            if (!problems.isEmpty()) {
                return new Compiled(
                        null, problems.size() > MOST_PROBLEMS ? problems.subList(0, MOST_PROBLEMS) : problems);
            }
            return new Compiled(new Policy(policy, about, rules, tests, text), List.of());
        }

        private List<Rule> rules(List<PolicyFile.Rule> given) {
            if (given.isEmpty() || given.size() > MOST_RULES) {
                problem("rules", "has " + given.size() + " rules; 1 to " + MOST_RULES + " are allowed");
                return List.of();
            }
            List<Rule> rules = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < given.size(); i++) {
                String at = "rules[" + i + "]";
                if ((Object) given.get(i) == null) {
                    problem(at, "is empty");
                    continue;
                }
                Rule rule = rule(given.get(i), at);
                if (rule != null) {
                    if (!seen.add(rule.name())) {
                        problem(at + ".name", rule.name() + " is the name of another rule too");
                    }
                    rules.add(rule);
                }
            }
            return rules;
        }

        private @Nullable Rule rule(PolicyFile.Rule given, String at) {
            String rule = Objects.requireNonNullElse(given.name(), "");
            if (!Labels.isLabel(rule)) {
                problem(at + ".name", "has to be a DNS label (a-z, 0-9, -, at most 63)");
            }
            Effect effect = given.result();
            Integer approvals = null;
            ApproverRole role = null;
            if ((Object) effect == null) {
                problem(at + ".result", "has to be one of deny, warn, require");
            } else if (effect == Effect.REQUIRE) {
                PolicyFile.Requirement require = given.require();
                approvals = require == null || require.approvals() == null ? 1 : require.approvals();
                role = require == null || require.role() == null ? ApproverRole.APPROVER : require.role();
                if (approvals < 1 || approvals > MOST_APPROVALS) {
                    problem(at + ".require.approvals", "is " + approvals + "; 1 to " + MOST_APPROVALS + " are allowed");
                }
            } else if (given.require() != null) {
                problem(at + ".require", "is only allowed with result require");
            }
            String when = Objects.requireNonNullElse(given.when(), "").strip();
            Expression condition = null;
            if (when.isEmpty()) {
                problem(at + ".when", "has to be an expression that comes to true or false");
            } else {
                condition = Expression.condition(when, at + ".when", file.line(at + ".when"), problems)
                        .orElse(null);
            }
            Template message = Template.compile(
                            Objects.requireNonNullElse(given.message(), ""),
                            at + ".message",
                            file.line(at + ".message"),
                            problems)
                    .orElse(null);
            return (Object) effect == null || condition == null || message == null
                    ? null
                    : new Rule(rule, when, condition, effect, approvals, role, message);
        }

        private List<Test> tests(List<PolicyFile.Test> given, List<Rule> rules) {
            if (given.size() > MOST_TESTS) {
                problem("tests", "has " + given.size() + " tests; at most " + MOST_TESTS + " are allowed");
                return List.of();
            }
            Set<String> names = new HashSet<>();
            rules.forEach(rule -> names.add(rule.name()));
            List<Test> tests = new ArrayList<>();
            for (int i = 0; i < given.size(); i++) {
                String at = "tests[" + i + "]";
                PolicyFile.Test test = given.get(i);
                if ((Object) test == null || (Object) test.input() == null) {
                    problem(at + ".input", "has to be given");
                    continue;
                }
                List<String> wrong = new ArrayList<>();
                Map<String, Object> input = PolicyInput.ofTest(test.input(), at + ".input", wrong);
                wrong.forEach(one -> problems.add("line " + file.line(one.split(" ", 2)[0]) + ": " + one));
                Map<String, Effect> expect = test.expect() == null ? Map.of() : test.expect();
                expect.forEach((rule, effect) -> {
                    if (!names.contains(rule)) {
                        problem(at + ".expect." + rule, "is no rule of this policy");
                    } else if ((Object) effect == null) {
                        problem(at + ".expect." + rule, "has to be one of deny, warn, require");
                    }
                });
                tests.add(new Test(
                        Objects.requireNonNullElse(test.name(), "test " + (i + 1)),
                        input,
                        expect.values().stream().anyMatch(Objects::isNull) ? Map.of() : Map.copyOf(expect)));
            }
            return tests;
        }

        private void problem(String field, String what) {
            problems.add("line " + file.line(field) + ": " + field + " " + what);
        }

        private static <T> List<T> orEmpty(@Nullable List<T> given) {
            return given == null ? List.of() : given;
        }
    }
}
