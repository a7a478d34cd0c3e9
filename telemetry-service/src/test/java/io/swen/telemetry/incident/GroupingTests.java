package io.swen.telemetry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.telemetry.alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GroupingTests {

    private static final Instant AT = Instant.parse("2026-11-28T10:00:00Z");
    private static final Scope AWS = new Scope("aws", "aws", null);
    private static final Scope VIRGINIA = new Scope("aws:us-east-1", "aws", "aws:us-east-1");
    private static final Scope IRELAND = new Scope("aws:eu-west-1", "aws", "aws:eu-west-1");
    private static final Scope HANGZHOU = new Scope("alibaba:cn-hangzhou", "alibaba", "alibaba:cn-hangzhou");

    private final Grouping grouping = new Grouping(Duration.ofHours(1));

    @Test
    void joinsTheIncidentOfItsRegionWithinTheWindow() {
        Incident virginia = incident(VIRGINIA, AT.minus(Duration.ofMinutes(59)));

        assertThat(grouping.choose(VIRGINIA, AT, List.of(candidate(virginia, false))))
                .hasValueSatisfying(choice -> {
                    assertThat(choice.incident()).isEqualTo(virginia);
                    assertThat(choice.widened()).isNull();
                });
    }

    @Test
    void opensAnotherIncidentAfterTheWindow() {
        Incident virginia = incident(VIRGINIA, AT.minus(Duration.ofMinutes(61)));

        assertThat(grouping.choose(VIRGINIA, AT, List.of(candidate(virginia, false))))
                .isEmpty();
    }

    @Test
    void joinsAnOutageHoweverLongItLasts() {
        Incident virginia = incident(VIRGINIA, AT.minus(Duration.ofHours(30)));

        assertThat(grouping.choose(VIRGINIA, AT, List.of(candidate(virginia, true))))
                .isPresent();
    }

    @Test
    void keepsOtherRegionsApart() {
        Incident virginia = incident(VIRGINIA, AT);

        assertThat(grouping.choose(IRELAND, AT, List.of(candidate(virginia, true))))
                .isEmpty();
        assertThat(grouping.choose(HANGZHOU, AT, List.of(candidate(virginia, true))))
                .isEmpty();
    }

    @Test
    void joinsTheIncidentOfItsProviderAsAWhole() {
        Incident aws = incident(AWS, AT);

        assertThat(grouping.choose(IRELAND, AT, List.of(candidate(aws, true))))
                .hasValueSatisfying(choice -> assertThat(choice.incident()).isEqualTo(aws));
        assertThat(grouping.choose(HANGZHOU, AT, List.of(candidate(aws, true)))).isEmpty();
    }

    @Test
    void prefersTheIncidentOfItsRegionToThatOfItsProvider() {
        Incident aws = incident(AWS, AT);
        Incident virginia = incident(VIRGINIA, AT);

        assertThat(grouping.choose(VIRGINIA, AT, List.of(candidate(aws, true), candidate(virginia, false))))
                .hasValueSatisfying(choice -> assertThat(choice.incident()).isEqualTo(virginia));
    }

    @Test
    void widensTheOnlyIncidentOfAProviderThatIsDownAsAWhole() {
        Incident virginia = incident(VIRGINIA, AT);

        assertThat(grouping.choose(AWS, AT, List.of(candidate(virginia, true)))).hasValueSatisfying(choice -> {
            assertThat(choice.incident()).isEqualTo(virginia);
            assertThat(choice.widened()).isEqualTo(AWS);
        });
    }

    @Test
    void doesNotGuessWhichOfTwoRegionsAProviderAsAWholeBelongsTo() {
        assertThat(grouping.choose(
                        AWS,
                        AT,
                        List.of(candidate(incident(VIRGINIA, AT), true), candidate(incident(IRELAND, AT), true))))
                .isEmpty();
    }

    @Test
    void keepsWhatHasNoPlaceApartByRuleAndTeam() {
        Scope research = new Scope("rule:budget-95/research", null, null);
        Scope platform = new Scope("rule:budget-95/platform", null, null);

        assertThat(grouping.choose(platform, AT, List.of(candidate(incident(research, AT), false))))
                .isEmpty();
        assertThat(grouping.choose(research, AT, List.of(candidate(incident(research, AT), false))))
                .isPresent();
    }

    private static Grouping.Candidate candidate(Incident incident, boolean covering) {
        return new Grouping.Candidate(incident, covering);
    }

    private static Incident incident(Scope scope, Instant lastAlertAt) {
        return new Incident(
                UUID.randomUUID(),
                IncidentState.OPEN,
                Severity.CRITICAL,
                scope,
                "outage",
                lastAlertAt,
                lastAlertAt,
                lastAlertAt,
                null,
                null,
                null,
                null,
                null,
                null,
                1);
    }
}
