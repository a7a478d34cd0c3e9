package io.swen.gitops.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Runbooks as they are written, and what is wrong with others. */
class RunbooksTests {

    private static final String GOOD = """
            name: more-of-it
            title: More of it
            trigger:
              event: io.swen.InterruptionNoticed
              when: { kind: [rebalance] }
            steps:
              - notify: { message: one more }
              - scale: { by: 1, attempts: 2 }
              - wait: { for: PT2M }
              - verify: { within: PT10M }
            otherwise: leave
            hand_over: { after: PT30M }
            """;

    @Test
    void readsATriggerAnActionAndWhatFollowsIt() {
        Runbook book = read(GOOD).orElseThrow();

        assertThat(book.action()).isEqualTo(new Runbook.Step.Scale(1, 2));
        assertThat(book.preparations()).containsExactly(new Runbook.Step.Notify("one more"));
        assertThat(book.waits()).isEqualTo(Duration.ofMinutes(2));
        assertThat(book.verifiedWithin()).isEqualTo(Duration.ofMinutes(10));
        assertThat(book.otherwise()).isEqualTo(Runbook.Otherwise.LEAVE);
        var data = JsonMapper.shared().createObjectNode().put("kind", "rebalance");
        assertThat(book.trigger().matches("io.swen.InterruptionNoticed", data)).isTrue();
        assertThat(book.trigger().matches("io.swen.IncidentChanged", data)).isFalse();
        assertThat(book.trigger().matches("io.swen.InterruptionNoticed", data.put("kind", "interruption")))
                .isFalse();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "name: more-of-it|name: More of it|name is More of it",
                "io.swen.InterruptionNoticed|io.swen.PriceEpochPublished|trigger.event is io.swen.PriceEpochPublished",
                "scale: { by: 1|scale: { by: 0|by is 0",
                "scale: { by: 1, attempts: 2 }|wait: { for: PT1M }|steps is 0 actions",
                "notify: { message: one more }|restart: {}|steps is 2 actions",
                "notify: { message: one more }|verify: {}|wait and verify after the action",
                "notify: { message: one more }|reboot_everything: {}|allowed: drain, checkpoint",
                "attempts: 2|attempts: 200|attempts is 200",
                "attempts: 2|patience: 2|patience is patience",
                "for: PT2M|for: two minutes|for is two minutes",
                "after: PT30M|after: P30D|hand_over.after is P30D",
                "otherwise: leave|otherwise: pray|otherwise is pray",
                "title: More of it|title: More of it\\nextra: 1|extra"
            })
    void saysWhatIsWrongWithOne(String found, String replaced, String told) {
        List<String> problems = new ArrayList<>();

        assertThat(Runbooks.read("x.yaml", GOOD.replace(found, replaced.replace("\\n", "\n")), problems))
                .isEmpty();
        assertThat(problems).anySatisfy(problem -> assertThat(problem).contains(told));
    }

    @Test
    void theOnesThatShipAreGood() {
        assertThat(new Runbooks(properties()).all())
                .extracting(Runbook::name)
                .containsExactly("region-outage", "scheduled-maintenance", "spot-interruption", "spot-rebalance");
    }

    private static Optional<Runbook> read(String text) {
        List<String> problems = new ArrayList<>();
        Optional<Runbook> book = Runbooks.read("x.yaml", text, problems);
        assertThat(problems).isEmpty();
        return book;
    }

    private static RemediationProperties properties() {
        return new RemediationProperties(
                null,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                50,
                500,
                Duration.ofMinutes(10),
                200,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofMinutes(2),
                FailoverPolicy.PROPOSE,
                java.util.Map.of(),
                Duration.ofMinutes(30),
                Duration.ofDays(90));
    }
}
