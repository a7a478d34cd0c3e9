package io.swen.gitops.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The states of a remediation: each allowed and each forbidden move, and arbitrary sequences of them. */
class RemediationTests {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    @ParameterizedTest(name = "{0} leads from {1} to {2} and from nowhere else")
    @CsvSource({
        "HOLD, OPENED, HELD",
        "ASK, OPENED HELD, REQUESTED",
        "DECIDE, REQUESTED, CHANGING",
        "ASK_AGAIN, REQUESTED CHANGING VERIFYING, REQUESTED",
        "RUN, CHANGING, VERIFYING",
        "GIVE_UP_THE_PLACE, OPENED HELD REQUESTED CHANGING VERIFYING, RESTARTING",
        "RESOLVE, REQUESTED VERIFYING RESTARTING, RESOLVED",
        "HAND_OVER, OPENED HELD REQUESTED CHANGING VERIFYING RESTARTING, HANDED_OVER",
        "ABORT, OPENED HELD REQUESTED CHANGING VERIFYING RESTARTING, ABORTED",
        "BECOME_MOOT, OPENED HELD REQUESTED CHANGING VERIFYING RESTARTING, OBSOLETE"
    })
    void movesAsTheTableSays(RemediationMove move, String from, RemediationState to) {
        Set<RemediationState> allowed = EnumSet.noneOf(RemediationState.class);
        for (String state : from.split(" ", -1)) {
            allowed.add(RemediationState.valueOf(state));
        }
        for (RemediationState state : RemediationState.values()) {
            Remediation remediation = in(state);
            if (allowed.contains(state)) {
                apply(remediation, move);
                assertThat(remediation.state()).as(state + " " + move).isEqualTo(to);
            } else {
                assertThatThrownBy(() -> apply(remediation, move))
                        .as(state + " " + move)
                        .isInstanceOf(Remediation.ForbiddenMoveException.class);
                assertThat(remediation.state()).isEqualTo(state);
            }
        }
    }

    @Property(tries = 500)
    void neverLeavesAnEndAndKnowsItsEndWhateverHappens(@ForAll @Size(max = 40) List<RemediationMove> moves) {
        Remediation remediation = in(RemediationState.OPENED);
        for (RemediationMove move : moves) {
            RemediationState before = remediation.state();
            UUID decision = remediation.decisionId();
            boolean allowed = move.isAllowed(before);
            try {
                apply(remediation, move);
                assertThat(allowed).as(before + " " + move).isTrue();
                assertThat(remediation.state()).isEqualTo(move.to());
            } catch (Remediation.ForbiddenMoveException e) {
                assertThat(allowed).as(before + " " + move).isFalse();
                assertThat(remediation.state()).isEqualTo(before);
                assertThat(remediation.decisionId()).isEqualTo(decision);
            }
            assertThat(before.isEnd() && remediation.state() != before)
                    .as("%s is left by %s", before, move)
                    .isFalse();
            assertThat(remediation.endedAt() != null)
                    .isEqualTo(remediation.state().isEnd());
            if (remediation.state() == RemediationState.REQUESTED) {
                assertThat(remediation.decisionId())
                        .as("nothing is decided yet")
                        .isNull();
            }
            if (remediation.state() == RemediationState.CHANGING) {
                assertThat(remediation.decisionId()).isNotNull();
            }
        }
    }

    @Example
    void isPartOfOneRequestOnly() {
        Remediation remediation = in(RemediationState.OPENED);
        remediation.ask("x", NOW);
        remediation.asked(UUID.randomUUID(), NOW);

        assertThatThrownBy(() -> remediation.asked(UUID.randomUUID(), NOW))
                .isInstanceOf(Remediation.ForbiddenMoveException.class);
    }

    @Example
    void aSecondWarningOnlyEverBringsTheEndNearer() {
        Remediation remediation = in(RemediationState.OPENED);
        remediation.warnedAgain("spot-interruption", true, NOW.plusSeconds(120), NOW);
        remediation.warnedAgain("spot-rebalance", false, NOW.plusSeconds(600), NOW);
        remediation.warnedAgain("spot-rebalance", false, null, NOW);

        assertThat(remediation.dueAt()).isEqualTo(NOW.plusSeconds(120));
        assertThat(remediation.runbook()).isEqualTo("spot-interruption");
    }

    @Example
    void isInTimeWhenTheNewPlaceRanBeforeTheOldOneWasToBeLost() {
        for (int seconds : new int[] {119, 120, 121}) {
            Remediation remediation = in(RemediationState.CHANGING);
            remediation.warnedAgain("spot-interruption", true, NOW.plusSeconds(120), NOW);
            remediation.run(NOW.plusSeconds(seconds), "runs", NOW.plusSeconds(300));
            assertThat(remediation.inTime()).isEqualTo(seconds <= 120);
        }
    }

    private static void apply(Remediation remediation, RemediationMove move) {
        switch (move) {
            case HOLD -> remediation.hold("x", NOW);
            case ASK -> remediation.ask("x", NOW);
            case DECIDE -> remediation.decide(UUID.randomUUID(), "x", NOW);
            case ASK_AGAIN -> remediation.askAgain("x", NOW);
            case RUN -> remediation.run(NOW, "x", NOW);
            case GIVE_UP_THE_PLACE -> remediation.giveUpThePlace(null, "x", NOW);
            case RESOLVE -> remediation.resolve(Outcome.REPLACED, "x", NOW);
            case HAND_OVER -> remediation.handOver("somebody", "x", NOW);
            case ABORT -> remediation.abort("x", NOW);
            case BECOME_MOOT -> remediation.becomeMoot("x", NOW);
        }
    }

    private static Remediation in(RemediationState state) {
        return new Remediation(
                new Remediation.Identity(
                        UUID.randomUUID(),
                        "interruption",
                        "research",
                        "dev",
                        "train",
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        "aws",
                        "aws:us-east-1",
                        NOW),
                "spot-rebalance",
                state,
                NOW,
                state.isEnd() ? NOW : null,
                null,
                null,
                0,
                null,
                state == RemediationState.CHANGING || state == RemediationState.VERIFYING ? UUID.randomUUID() : null,
                null,
                null,
                null,
                null,
                false,
                null);
    }
}
