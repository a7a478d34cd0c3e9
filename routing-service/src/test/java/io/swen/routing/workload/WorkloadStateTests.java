package io.swen.routing.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WorkloadStateTests {

    private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
    private static final UUID DECISION = new UUID(0, 1);
    private static final UUID CHANGE = new UUID(0, 2);

    /** The named moves, and the only states each may start from. */
    private enum Move {
        DECIDE(WorkloadState.DECIDED, Set.of("submitted", "unplaceable", "moving"), w -> w.decided(DECISION, AT)),
        FIND_UNPLACEABLE(
                WorkloadState.UNPLACEABLE, Set.of("submitted", "moving"), w -> w.unplaceable(DECISION, 7, "why", AT)),
        AWAIT_APPROVAL(WorkloadState.AWAITING_APPROVAL, Set.of("decided"), w -> w.awaitApproval(CHANGE, null, AT)),
        DEPLOY(WorkloadState.DEPLOYING, Set.of("decided", "awaiting_approval"), w -> w.deploy(CHANGE, AT)),
        RUN(WorkloadState.RUNNING, Set.of("deploying", "moving"), w -> w.run(AT)),
        BEGIN_PAUSE(WorkloadState.PAUSING, Set.of("running"), w -> w.beginPause("why", AT)),
        PAUSE(WorkloadState.PAUSED, Set.of("submitted", "unplaceable", "decided", "pausing"), w -> w.pause("why", AT)),
        RUN_ON(WorkloadState.RUNNING, Set.of("pausing"), w -> w.runOnAfterRefusedPause("why", AT)),
        RESUME(WorkloadState.SUBMITTED, Set.of("paused"), w -> w.resume(AT, AT)),
        COMPLETE(WorkloadState.COMPLETED, Set.of("deploying", "running", "pausing"), w -> w.complete(AT)),
        FAIL(
                WorkloadState.FAILED,
                Set.of(
                        "submitted",
                        "unplaceable",
                        "decided",
                        "awaiting_approval",
                        "deploying",
                        "running",
                        "moving",
                        "pausing"),
                w -> w.fail("why", AT)),
        CANCEL(
                WorkloadState.CANCELLED,
                Set.of(
                        "submitted",
                        "unplaceable",
                        "decided",
                        "awaiting_approval",
                        "deploying",
                        "running",
                        "moving",
                        "pausing",
                        "paused"),
                w -> w.cancel(null, AT)),
        EDIT_PLACED(
                WorkloadState.SUBMITTED,
                Set.of("submitted", "unplaceable", "decided", "deploying"),
                w -> w.edit("{}", AT, AT));

        private final WorkloadState to;
        private final Set<String> from;
        private final Consumer<WorkloadEntity> move;

        Move(WorkloadState to, Set<String> from, Consumer<WorkloadEntity> move) {
            this.to = to;
            this.from = from;
            this.move = move;
        }
    }

    /** One way into each state. */
    private static final Map<WorkloadState, List<Move>> WAYS = new EnumMap<>(Map.ofEntries(
            Map.entry(WorkloadState.SUBMITTED, List.of()),
            Map.entry(WorkloadState.UNPLACEABLE, List.of(Move.FIND_UNPLACEABLE)),
            Map.entry(WorkloadState.DECIDED, List.of(Move.DECIDE)),
            Map.entry(WorkloadState.AWAITING_APPROVAL, List.of(Move.DECIDE, Move.AWAIT_APPROVAL)),
            Map.entry(WorkloadState.DEPLOYING, List.of(Move.DECIDE, Move.DEPLOY)),
            Map.entry(WorkloadState.RUNNING, List.of(Move.DECIDE, Move.DEPLOY, Move.RUN)),
            Map.entry(WorkloadState.PAUSING, List.of(Move.DECIDE, Move.DEPLOY, Move.RUN, Move.BEGIN_PAUSE)),
            Map.entry(WorkloadState.PAUSED, List.of(Move.PAUSE)),
            Map.entry(WorkloadState.COMPLETED, List.of(Move.DECIDE, Move.DEPLOY, Move.RUN, Move.COMPLETE)),
            Map.entry(WorkloadState.FAILED, List.of(Move.FAIL)),
            Map.entry(WorkloadState.CANCELLED, List.of(Move.CANCEL))));

    @TestFactory
    Stream<DynamicTest> eachMoveStartsFromItsStatesAndFromNoOther() {
        return Stream.of(Move.values())
                .flatMap(move -> Stream.of(WorkloadState.values())
                        // An edit of what moves or rests keeps it so; it has a test of its own.
                        .filter(state -> move != Move.EDIT_PLACED
                                || (state != WorkloadState.MOVING && state != WorkloadState.PAUSED))
                        .map(state -> dynamicTest(
                                move
                                        + (move.from.contains(state.id()) ? " is allowed from " : " is refused from ")
                                        + state.id(),
                                () -> check(move, state))));
    }

    private static void check(Move move, WorkloadState from) {
        WorkloadEntity workload = in(from);
        if (move.from.contains(from.id())) {
            move.move.accept(workload);
            assertThat(workload.state()).isEqualTo(move.to);
        } else {
            assertThatThrownBy(() -> move.move.accept(workload))
                    .isInstanceOfSatisfying(IllegalTransitionException.class, refused -> {
                        assertThat(refused.from()).isEqualTo(from);
                        assertThat(refused.to()).isEqualTo(move.to);
                    });
            assertThat(workload.state()).isEqualTo(from);
        }
    }

    @Test
    void losingAPlaceMovesWhatRunsAndQueuesAgainWhatDidNotYet() {
        WorkloadEntity running = in(WorkloadState.RUNNING);
        running.lose("taken back", AT.plusSeconds(5), AT);
        assertThat(running.state()).isEqualTo(WorkloadState.MOVING);
        assertThat(running.decideAfter()).isEqualTo(AT.plusSeconds(5));
        WorkloadEntity deploying = in(WorkloadState.DEPLOYING);
        deploying.lose("no capacity", AT, AT);
        assertThat(deploying.state()).isEqualTo(WorkloadState.SUBMITTED);
        assertThatThrownBy(() -> in(WorkloadState.AWAITING_APPROVAL).lose("why", AT, AT))
                .isInstanceOf(IllegalTransitionException.class);
        assertThatThrownBy(() -> in(WorkloadState.COMPLETED).lose("why", AT, AT))
                .isInstanceOf(IllegalTransitionException.class);
    }

    @Test
    void remembersThatSomethingMayRunUntilItIsTornDown() {
        assertThat(in(WorkloadState.DECIDED).mayRun()).isFalse();
        WorkloadEntity workload = in(WorkloadState.COMPLETED);
        assertThat(workload.mayRun()).isTrue();
        workload.tornDown(AT);
        assertThat(workload.mayRun()).isFalse();
    }

    @Test
    void anEditNeitherEndsAMoveNorARest() {
        WorkloadEntity moving = in(WorkloadState.MOVING);
        moving.edit("{\"edited\":true}", AT, AT);
        assertThat(moving.state()).isEqualTo(WorkloadState.MOVING);
        WorkloadEntity paused = in(WorkloadState.PAUSED);
        paused.edit("{\"edited\":true}", AT, AT);
        assertThat(paused.state()).isEqualTo(WorkloadState.PAUSED);
        assertThat(paused.spec()).contains("edited");
    }

    @Test
    void aResumedWorkloadHasForgottenItsDecisionAndItsLosses() {
        WorkloadEntity workload = in(WorkloadState.PAUSING);
        workload.tornDown(AT);
        workload.pause("why", AT);
        assertThat(workload.decisionId()).isEqualTo(DECISION);
        workload.resume(AT.plusSeconds(1), AT);
        assertThat(workload.decisionId()).isNull();
        assertThat(workload.changeId()).isNull();
        assertThat(workload.mayRun()).isFalse();
        assertThat(workload.decideAfter()).isEqualTo(AT.plusSeconds(1));
    }

    @Test
    void staysUnplaceableOnlyWhereItIs() {
        WorkloadEntity workload = in(WorkloadState.UNPLACEABLE);
        workload.stillUnplaceable(9, "another reason", AT);
        assertThat(workload.unplaceableEpoch()).isEqualTo(9);
        assertThat(workload.reason()).isEqualTo("another reason");
        assertThatThrownBy(() -> in(WorkloadState.RUNNING).stillUnplaceable(9, "why", AT))
                .isInstanceOf(IllegalTransitionException.class);
    }

    @Test
    void cannotBeAskedToEndTwiceOverAfterItsEnd() {
        assertThatThrownBy(() -> in(WorkloadState.FAILED).requestCancel(AT))
                .isInstanceOf(IllegalTransitionException.class);
        WorkloadEntity running = in(WorkloadState.RUNNING);
        running.requestCancel(AT);
        assertThat(running.cancelRequested()).isTrue();
        assertThat(running.state()).isEqualTo(WorkloadState.RUNNING);
    }

    @Test
    void isDecidedAnewAfterItFailedOnlyWhereNothingOfItRuns() {
        WorkloadEntity rejected = in(WorkloadState.AWAITING_APPROVAL);
        rejected.fail("its change was rejected", AT);
        rejected.retry(AT, AT);
        assertThat(rejected.state()).isEqualTo(WorkloadState.SUBMITTED);
        assertThat(rejected.decisionId()).isNull();
        assertThat(rejected.changeId()).isNull();

        WorkloadEntity broken = in(WorkloadState.RUNNING);
        broken.fail("its change failed", AT);
        assertThatThrownBy(() -> broken.retry(AT, AT)).isInstanceOf(IllegalTransitionException.class);
        broken.tornDown(AT);
        broken.retry(AT, AT);
        assertThat(broken.state()).isEqualTo(WorkloadState.SUBMITTED);

        Stream.of(WorkloadState.values())
                .filter(state -> state != WorkloadState.FAILED)
                .forEach(state -> assertThatThrownBy(() -> in(state).retry(AT, AT))
                        .as(state.id())
                        .isInstanceOf(IllegalTransitionException.class));
    }

    @Property
    void noOrderOfMovesLeavesTheMapOrAnEnd(@ForAll List<Move> moves) {
        WorkloadEntity workload = in(WorkloadState.SUBMITTED);
        for (Move move : moves) {
            WorkloadState before = workload.state();
            try {
                move.move.accept(workload);
                assertThat(before.isTerminal()).isFalse();
                assertThat(workload.state() == before || before.canBecome(workload.state()))
                        .isTrue();
            } catch (IllegalTransitionException refused) {
                assertThat(workload.state()).isEqualTo(before);
            }
        }
    }

    @Test
    void onlyTheThreeEndsAreTerminal() {
        assertThat(Stream.of(WorkloadState.values()).filter(WorkloadState::isTerminal))
                .containsExactlyElementsOf(
                        EnumSet.of(WorkloadState.COMPLETED, WorkloadState.FAILED, WorkloadState.CANCELLED));
    }

    private static WorkloadEntity in(WorkloadState state) {
        WorkloadEntity workload = WorkloadEntity.of("w", "t", "e", "{}", new UUID(0, 3), "operator", AT);
        if (state == WorkloadState.MOVING) {
            WAYS.getOrDefault(WorkloadState.RUNNING, List.of()).forEach(move -> move.move.accept(workload));
            workload.lose("taken back", AT, AT);
        } else {
            WAYS.getOrDefault(state, List.of()).forEach(move -> move.move.accept(workload));
        }
        assertThat(workload.state()).isEqualTo(state);
        return workload;
    }
}
