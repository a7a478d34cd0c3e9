package io.swen.gitops.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.swen.gitops.contract.ForeignYaml;
import io.swen.gitops.contract.PolicyFinding;
import io.swen.gitops.contract.PolicyFinding.Effect;
import io.swen.gitops.contract.UnusableYamlException;
import io.swen.gitops.repository.TreeFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyCompilationTests {

    private static final String GOOD = """
            api_version: swen.io/v1
            kind: Policy
            name: costs
            description: What is dear is looked at.
            rules:
              - name: dear
                when: cost.known && cost.after > 10 && environment == "prod"
                result: require
                require: {approvals: 2, role: admin}
                message: "${cost.after} USD an hour in ${environment}"
              - name: spot
                when: items.exists(i, has(i.decision) && i.decision.purchase_option == "spot")
                result: warn
                message: on spot capacity
            tests:
              - name: dear in prod
                input: {environment: prod, cost: {known: true, after: 12}}
                expect: {dear: require}
              - name: dear elsewhere
                input: {environment: dev, cost: {known: true, after: 12}}
              - name: on spot
                input: {environment: dev, cost: {known: false}, items: [{decision: {purchase_option: spot}}]}
                expect: {spot: warn}
            """;

    @Test
    void saysWhatRuleHoldsWithWhichMessageAndWhichValues() {
        Policy policy = good();

        List<PolicyFinding> found = policy.judge(
                Map.of("environment", "prod", "cost", Map.of("known", true, "after", 12.5), "items", List.of()),
                new Budget(1_000));

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.policy()).isEqualTo("costs");
            assertThat(finding.rule()).isEqualTo("dear");
            assertThat(finding.result()).isEqualTo(Effect.REQUIRE);
            assertThat(finding.approvals()).isEqualTo(2);
            assertThat(finding.role()).isEqualTo(PolicyFinding.ApproverRole.ADMIN);
            assertThat(finding.message()).isEqualTo("12.5 USD an hour in prod");
            assertThat(finding.values())
                    .contains(
                            new PolicyFinding.Value("cost.after", "12.5"),
                            new PolicyFinding.Value("environment", "prod"));
        });
    }

    @Test
    void runsTheTestsBesideTheRules() {
        assertThat(PolicyTestRun.run(good())).hasSize(3).allMatch(PolicyTestRun.Outcome::passed);
    }

    @Test
    void aTestThatExpectsSomethingElseFailsWithBothTold() {
        Policy policy = compiled(GOOD.replace("expect: {dear: require}", "expect: {spot: warn}"))
                .required();

        assertThat(PolicyTestRun.run(policy).getFirst().problem())
                .contains("expected {spot=warn}", "said {dear=require}", "12.0 USD an hour");
    }

    @ParameterizedTest(name = "{0} → {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "cost.after > 10 | cost.aftr > 10 | line 7: rules[0].when at character 19: undefined field 'aftr'",
                "cost.after > 10 | cost.after > 10 | ",
                "cost.after > 10 | cost.after > \"x\" | no matching overload",
                "cost.after > 10 | size(items | rules[0].when",
                "cost.after > 10 | environmnt == \"x\" | undeclared reference to 'environmnt'",
                "result: warn | result: forbid | line 13: rules[1].result forbid is not allowed; it has to be one of deny, warn, require",
                "result: warn | result: warn⏎    requires: {} | rules[1].requires is not known here; allowed are message, name, require, result, when",
                "result: warn | result: warn⏎    require: {approvals: 1} | only allowed with result require",
                "approvals: 2 | approvals: 9 | rules[0].require.approvals is 9; 1 to 5 are allowed",
                "on spot capacity | 'on ${nothing}' | rules[1].message at character 1: undeclared reference to 'nothing'",
                "on spot capacity | '${environment' | opens ${ and does not close it",
                "on spot capacity | '${items}' | rules[1].message comes to list",
                "name: spot | name: dear | is the name of another rule too",
                "name: spot | name: Spot! | rules[1].name has to be a DNS label",
                "{environment: dev, cost: {known: true, after: 12}} | {environmen: dev} | tests[1].input.environmen is not known here; allowed are environment",
                "{environment: dev, cost: {known: true, after: 12}} | {environment: 7} | tests[1].input.environment has to be a text",
                "{environment: dev, cost: {known: true, after: 12}} | {items: [{workload: {prio: high}}]} | tests[1].input.items[0].workload.prio is not known here",
                "{spot: warn} | {spott: warn} | tests[2].expect.spott is no rule of this policy",
                "kind: Policy | kind: Rule | kind has to be Policy",
            })
    void tellsWhatIsWrongWhereAndWhatIsAllowed(String from, String to, String told) {
        Policy.Compiled compiled = compiled(GOOD.replace(from, to.replace("⏎", "\n")));

        if (told == null) {
            assertThat(compiled.problems()).isEmpty();
        } else {
            assertThat(String.join("\n", compiled.problems())).contains(told);
        }
    }

    @Test
    void aFileHasToBeCalledAsThePolicy() {
        assertThat(Policy.compile("other", GOOD).problems())
                .singleElement()
                .asString()
                .contains("line 3: name is costs, but the file is called other.yaml");
    }

    @Test
    void aRuleThatLooksAtWhatIsNotThereDeniesAndSaysSo() {
        List<PolicyFinding> found =
                rule("items[0].decision.confidence < 0.5").judge(Map.of("items", List.of(Map.of())), new Budget(100));

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.result()).isEqualTo(Effect.DENY);
            assertThat(finding.message()).contains("'decision' is not present", "Ask has(…) first");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plan.actions.all(a, plan.actions.all(b, plan.actions.all(c, plan.actions.all(d, true)))) | ",
                "plan.actions.all(a, plan.actions.all(b, plan.actions.all(c, true))) || true | ",
                "['aaaaaaaa'].map(a,a+a+a+a).map(a,a+a+a+a).map(a,a+a+a+a).map(a,a+a+a+a).map(a,a+a+a+a).map(a,a+a+a+a).map(a,a+a+a+a).map(a,a+a+a+a).map(a,a+a+a+a).map(a,a+a+a+a).map(a,a+a+a+a).map(a,a+a+a+a).map(a,a+a+a+a).map(a,a+a+a+a).map(a,a+a+a+a).map(a,a+a+a+a).map(a,a+a+a+a).map(a,a+a+a+a).map(a,a+a+a+a)[0] == 'b' | a text of more than",
            })
    void anExpressionThatRunsAwayIsStoppedAndDenies(String when, String told) {
        Map<String, Object> action = Map.of("op", "create", "resource", "x", "name", "y");
        Map<String, Object> input = Map.of("plan", Map.of("actions", java.util.Collections.nCopies(200, action)));

        List<PolicyFinding> found = rule(when).judge(input, new Budget(Budget.STEPS));

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.result()).isEqualTo(Effect.DENY);
            assertThat(finding.message()).contains(told == null ? "cannot be worked out" : told);
        });
    }

    @Test
    void aTextThatIsTooLargeOrTooDeepOrExpandsIsRefused() {
        assertThat(problems("x: " + "y".repeat(1 << 20))).contains("1048579 bytes; at most 65536 are allowed");
        assertThat(problems("x: " + "[".repeat(200) + "]".repeat(200))).isNotEmpty();
        assertThat(problems("a: &a [x]\nb: *a\n")).contains("line 1", "anchors and aliases are not allowed");
        assertThat(problems("a: [\n  x")).contains("line");
        assertThat(problems("a: 1\na: 2\n")).containsIgnoringCase("duplicate");
        assertThat(problems("")).isNotEmpty();
        assertThat(problems(GOOD + "---\n" + GOOD)).isNotEmpty();
        assertThat(problems("x: [" + "1,".repeat(25_000) + "1]")).contains("more than 20000 parts");
    }

    @Test
    void whatCannotBeUsedLetsNothingThrough() {
        PolicySet policies = PolicySet.of(List.of(
                file("policies/costs.yaml", GOOD),
                file("policies/broken.yaml", GOOD.replace("cost.after > 10", "cost.after >")),
                file("policies/more/deep.yaml", GOOD),
                file("policies/approval.yaml", "describes: what is built in\n")));

        PolicyResult result =
                policies.judge(Map.of("environment", "dev", "cost", Map.of("known", false), "items", List.of()));

        assertThat(result.denials())
                .extracting(PolicyFinding::message)
                .anyMatch(message -> message.startsWith("policies/broken.yaml on main cannot be used")
                        && message.contains("line 7: rules[0].when"))
                .anyMatch(message -> message.startsWith("policies/more/deep.yaml"))
                .hasSize(2);
        assertThat(policies.policies()).hasSize(1);
    }

    @Test
    void whatANewRepositoryBeginsWithIsInOrder() throws java.io.IOException {
        try (var seed = java.util.Objects.requireNonNull(
                PolicySet.class.getResourceAsStream("/seed/policies/critical-on-spot.yaml"))) {
            PolicySet policies =
                    PolicySet.of(List.of(new TreeFile("policies/critical-on-spot.yaml", seed.readAllBytes())));

            assertThat(policies.problems()).isEmpty();
            assertThat(policies.policies().getFirst().tests()).isNotEmpty();
        }
    }

    @Test
    void theDocumentNamesAllThatARuleCanLookAt() throws java.io.IOException {
        String document = java.nio.file.Files.readString(java.nio.file.Path.of("../docs/gitops/policies.md"));

        java.util.stream.Stream.concat(PolicyInput.STRUCTS.stream(), java.util.stream.Stream.of(PolicyInput.ROOT))
                .flatMap(struct -> struct.fields().stream())
                .forEach(field -> assertThat(document).contains("`" + field.name() + (field.optional() ? "?`" : "`")));
    }

    @Property(tries = 300)
    void whateverSomebodyWritesIsReadOrRefusedInWords(@ForAll("documents") String text) {
        assertThatCode(() -> {
                    Policy.Compiled compiled = Policy.compile(null, text);
                    assertThat(compiled.policy() == null)
                            .isEqualTo(!compiled.problems().isEmpty());
                })
                .doesNotThrowAnyException();
        try {
            ForeignYaml.read(text, Map.class);
        } catch (UnusableYamlException refused) {
            assertThat(refused).message().isNotBlank();
        }
    }

    /** Arbitrary texts, and a good policy with something arbitrary in the middle of it. */
    @Provide
    Arbitrary<String> documents() {
        Arbitrary<String> noise = Arbitraries.strings()
                .withChars("abz019 \n\t:-{}[]&*!|>'\"%@`#,?~\\$/<\u0000\u00e9\u2028")
                .ofMaxLength(60);
        return Arbitraries.oneOf(
                noise,
                noise.flatMap(inserted -> Arbitraries.integers()
                        .between(0, GOOD.length())
                        .map(at -> GOOD.substring(0, at) + inserted + GOOD.substring(at))));
    }

    private static Policy rule(String when) {
        return compiled("api_version: swen.io/v1\nkind: Policy\nname: one\ndescription: One.\nrules:\n"
                        + "  - name: only\n    when: |-\n      " + when + "\n    result: warn\n    message: it holds\n")
                .required();
    }

    private static Policy good() {
        return compiled(GOOD).required();
    }

    private static Policy.Compiled compiled(String text) {
        return Policy.compile(null, text);
    }

    private static String problems(String text) {
        return String.join("\n", compiled(text).problems());
    }

    private static TreeFile file(String path, String content) {
        return new TreeFile(path, content.getBytes(StandardCharsets.UTF_8));
    }
}
