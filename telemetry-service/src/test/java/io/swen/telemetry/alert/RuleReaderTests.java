package io.swen.telemetry.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RuleReaderTests {

    private final RuleReader reader = new RuleReader();

    @Test
    void readsEveryKindOfRule() {
        reader.read("own.yml", """
                rules:
                  - name: busy
                    severity: critical
                    summary: "{instance_id} is busy"
                    for: PT10M
                    labels: {page: sre}
                    threshold: {metric: cpu_utilization, match: {region: "aws:*"}, aggregation: max, window: PT5M, above: 90}
                  - name: odd
                    summary: odd
                    anomaly: {min_score: 0.9, kinds: [spike]}
                  - name: silent
                    summary: silent
                    absence: {metric: requests, after: PT10M, required: true}
                  - name: stale
                    summary: stale
                    staleness: {of: instance, feeds: [metrics]}
                  - name: spent
                    summary: spent
                    budget: {min_percent: 85}
                  - name: burning
                    summary: burning
                    slo: {good: {metric: ok}, total: {metric: all}, objective: 99.9, by: [service]}
                """);

        assertThat(reader.problems()).isEmpty();
        assertThat(reader.rules())
                .extracting(rule -> rule.condition().kind())
                .containsExactly("threshold", "anomaly", "absence", "staleness", "budget", "slo");
        AlertRule busy = reader.rules().getFirst();
        assertThat(busy.hold()).isEqualTo(Duration.ofMinutes(10));
        assertThat(busy.labels()).isEqualTo(Map.of("page", "sre"));
        assertThat(busy.severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void namesEverythingThatIsWrongWithItsPlace() {
        reader.read("own.yml", """
                rules:
                  - name: Not A Name
                    severity: urgent
                    summary: x
                    for: five minutes
                    threshold: {metric: cpu, above: much, aggregation: median}
                  - name: two
                    summary: x
                    threshold: {metric: cpu, above: 1}
                    anomaly: {}
                  - name: two
                    summary: x
                    colour: red
                    slo: {good: {metric: a}, total: {}, objective: 100}
                  - name: odd
                    summary: x
                    for: PT5M
                    anomaly: {kinds: [weird]}
                """);

        assertThat(reader.rules()).isEmpty();
        assertThat(reader.problems())
                .anyMatch(problem -> problem.startsWith("own.yml: rules[0].name: is Not A Name, allowed: "))
                .contains(
                        "own.yml: rules[0].severity: is \"urgent\", allowed: info, warning, critical",
                        "own.yml: rules[0].for: is \"five minutes\", allowed: a duration such as PT5M",
                        "own.yml: rules[0].threshold.above: is \"much\", allowed: a number",
                        "own.yml: rules[0].threshold.aggregation: is \"median\", allowed: avg, min, max, sum, count, last",
                        "own.yml: rules[1]: has threshold and anomaly, allowed: exactly one of threshold, anomaly, absence,"
                                + " staleness, budget, slo",
                        "own.yml: rules[2].name: two is there twice",
                        "own.yml: rules[2]: colour is not known, allowed: name, severity, summary, for, keep_firing_for,"
                                + " labels, enabled, threshold, anomaly, absence, staleness, budget, slo",
                        "own.yml: rules[2].slo.total.metric: is missing, allowed: 1 to 300 characters",
                        "own.yml: rules[2].slo.objective: is 100.0, allowed: a percentage above 0 and below 100",
                        "own.yml: rules[3].for: an anomaly is a moment, so there is nothing to wait for",
                        "own.yml: rules[3].anomaly.kinds: is \"weird\", allowed: spike, level_shift, flat_line, missing_data,"
                                + " seasonal");
    }

    @Test
    void saysWhereAFileIsNoYaml() {
        reader.read("own.yml", "rules: [");

        assertThat(reader.problems()).singleElement().asString().startsWith("own.yml: is no YAML: ");
    }

    @Test
    void letsAnOwnRuleReplaceOrRemoveAShippedOne() throws IOException {
        try (InputStream shipped = Objects.requireNonNull(getClass().getResourceAsStream("/alerts/shipped.yml"))) {
            reader.read("shipped", new String(shipped.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(reader.problems()).isEmpty();
        assertThat(reader.rules()).extracting(AlertRule::name).contains("region-stale", "cpu-saturated");

        reader.read("own.yml", """
                rules:
                  - name: cpu-saturated
                    summary: mine
                    threshold: {metric: cpu_utilization, above: 50}
                  - name: region-stale
                    summary: gone
                    enabled: false
                    staleness: {}
                """);

        assertThat(reader.problems()).isEmpty();
        assertThat(reader.rules())
                .filteredOn(rule -> rule.name().equals("cpu-saturated"))
                .singleElement()
                .extracting(AlertRule::summary)
                .isEqualTo("mine");
        assertThat(reader.rules()).extracting(AlertRule::name).doesNotContain("region-stale");
    }
}
