package io.swen.gitops.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each thing that can happen to a change in each situation: allowed or not, by a table written out here. */
class TransitionTests {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Failure FAILURE = new Failure(StageName.APPLY, "bad", "it is bad");

    /** Where a change can be. */
    private record Situation(String name, Supplier<ChangeEntity> reached, Map<Transition, ChangeState> allowed) {}

    @ParameterizedTest(name = "a change that {0} may {1}")
    @MethodSource("allowed")
    void allowed(
            String situation, String event, Supplier<ChangeEntity> reached, Transition transition, ChangeState to) {
        ChangeEntity change = reached.get();
        StageName stage = change.stage();

        perform(change, transition);

        assertThat(change.state()).isEqualTo(to);
        boolean goesOn = transition == Transition.ADVANCE || transition == Transition.GRANT;
        assertThat(change.stage()).isEqualTo(goesOn ? stage.next().orElseThrow() : stage);
    }

    @ParameterizedTest(name = "a change that {0} may not {1}")
    @MethodSource("forbidden")
    void forbidden(String situation, String event, Supplier<ChangeEntity> reached, Transition transition) {
        ChangeEntity change = reached.get();
        ChangeState state = change.state();
        StageName stage = change.stage();
        ChangeState unwindTo = change.unwindTo();
        Failure failure = change.failure();

        assertThatThrownBy(() -> perform(change, transition)).isInstanceOf(IllegalTransitionException.class);

        assertThat(change.state()).isEqualTo(state);
        assertThat(change.stage()).isEqualTo(stage);
        assertThat(change.unwindTo()).isEqualTo(unwindTo);
        assertThat(change.failure()).isEqualTo(failure);
    }

    static Stream<Arguments> allowed() {
        return situations().stream()
                .flatMap(situation -> situation.allowed().entrySet().stream()
                        .map(each -> Arguments.of(
                                situation.name(),
                                words(each.getKey()),
                                situation.reached(),
                                each.getKey(),
                                each.getValue())));
    }

    static Stream<Arguments> forbidden() {
        return situations().stream()
                .flatMap(situation -> events(situation).stream()
                        .filter(transition -> !situation.allowed().containsKey(transition))
                        .map(transition ->
                                Arguments.of(situation.name(), words(transition), situation.reached(), transition)));
    }

    private static List<Situation> situations() {
        List<Situation> all = new ArrayList<>();
        for (StageName stage : StageName.values()) {
            Map<Transition, ChangeState> allowed = new EnumMap<>(Transition.class);
            switch (stage) {
                case VALIDATE, SECURITY_SCAN, OPTIMISE, PLAN, APPROVAL -> {
                    allowed.put(Transition.ADVANCE, ChangeState.RUNNING);
                    allowed.put(Transition.CANCEL, ChangeState.CANCELLED);
                    allowed.put(Transition.FAIL, ChangeState.FAILED);
                    if (stage == StageName.APPROVAL) {
                        allowed.put(Transition.AWAIT_APPROVAL, ChangeState.AWAITING_APPROVAL);
                    }
                }
                case APPLY -> {
                    allowed.put(Transition.ADVANCE, ChangeState.RUNNING);
                    allowed.put(Transition.UNWIND, ChangeState.RUNNING);
                    allowed.put(Transition.BEGIN_APPLY, ChangeState.RUNNING);
                    allowed.put(Transition.CANCEL_BEFORE_APPLY, ChangeState.CANCELLED);
                    allowed.put(Transition.EXPIRE_BEFORE_APPLY, ChangeState.EXPIRED);
                }
                case MONITOR -> {
                    allowed.put(Transition.UNWIND, ChangeState.RUNNING);
                    allowed.put(Transition.SUCCEED, ChangeState.SUCCEEDED);
                }
            }
            all.add(new Situation("is in " + stage.id(), () -> at(stage), allowed));
        }
        all.add(new Situation(
                "is in apply and has begun",
                () -> after(at(StageName.APPLY), change -> change.beginApply(NOW)),
                Map.of(Transition.ADVANCE, ChangeState.RUNNING, Transition.UNWIND, ChangeState.RUNNING)));
        all.add(new Situation(
                "awaits approval",
                TransitionTests::awaiting,
                Map.of(
                        Transition.GRANT, ChangeState.RUNNING,
                        Transition.REJECT, ChangeState.REJECTED,
                        Transition.EXPIRE, ChangeState.EXPIRED,
                        Transition.CANCEL, ChangeState.CANCELLED)));
        for (StageName stage : List.of(StageName.APPLY, StageName.MONITOR)) {
            all.add(new Situation(
                    "is taken back in " + stage.id() + " because it failed",
                    () -> unwinding(stage, ChangeState.FAILED),
                    Map.of(Transition.UNWOUND_AFTER_FAILURE, ChangeState.FAILED)));
            all.add(new Situation(
                    "is taken back in " + stage.id() + " because it was cancelled",
                    () -> unwinding(stage, ChangeState.CANCELLED),
                    Map.of(Transition.UNWOUND_AFTER_CANCEL, ChangeState.CANCELLED)));
        }
        all.add(ended("succeeded", StageName.MONITOR, change -> change.succeed("merged", NOW)));
        all.add(ended("failed", StageName.PLAN, change -> change.fail(FAILURE, NOW)));
        all.add(ended("was cancelled", StageName.OPTIMISE, change -> change.cancel("no", NOW)));
        all.add(new Situation("was rejected", () -> after(awaiting(), change -> change.reject("no", NOW)), Map.of()));
        all.add(new Situation("expired", () -> after(awaiting(), change -> change.expire("late", NOW)), Map.of()));
        all.add(new Situation(
                "failed and was taken back",
                () -> after(unwinding(StageName.MONITOR, ChangeState.FAILED), change -> change.unwound(NOW)),
                Map.of()));
        return all;
    }

    private static Situation ended(String name, StageName stage, java.util.function.Consumer<ChangeEntity> end) {
        return new Situation(name, () -> after(at(stage), end), Map.of());
    }

    /** Where a change is being taken back, it is known why, so only the end of that is asked for. */
    private static Set<Transition> events(Situation situation) {
        ChangeState unwindTo = situation.reached().get().unwindTo();
        Set<Transition> all = EnumSet.allOf(Transition.class);
        if (unwindTo == ChangeState.FAILED) {
            all.remove(Transition.UNWOUND_AFTER_CANCEL);
        } else {
            all.remove(unwindTo == null ? Transition.UNWOUND_AFTER_CANCEL : Transition.UNWOUND_AFTER_FAILURE);
        }
        return all;
    }

    private static ChangeEntity after(ChangeEntity change, java.util.function.Consumer<ChangeEntity> event) {
        event.accept(change);
        return change;
    }

    private static ChangeEntity unwinding(StageName stage, ChangeState to) {
        return after(at(stage), change -> change.unwind(FAILURE, to, NOW));
    }

    private static ChangeEntity at(StageName stage) {
        return ChangeLifecycleTests.at(stage);
    }

    private static ChangeEntity awaiting() {
        return ChangeLifecycleTests.awaiting();
    }

    private static void perform(ChangeEntity change, Transition transition) {
        ChangeLifecycleTests.perform(change, transition);
    }

    private static String words(Transition transition) {
        return switch (transition) {
            case ADVANCE -> "go on to the next stage";
            case AWAIT_APPROVAL -> "begin to wait for approval";
            case GRANT -> "be granted";
            case REJECT -> "be rejected";
            case EXPIRE -> "expire";
            case CANCEL -> "be cancelled at once";
            case BEGIN_APPLY -> "begin to be applied";
            case CANCEL_BEFORE_APPLY -> "be cancelled before it is applied";
            case EXPIRE_BEFORE_APPLY -> "expire before it is applied";
            case FAIL -> "fail at once";
            case UNWIND -> "begin to be taken back";
            case UNWOUND_AFTER_FAILURE, UNWOUND_AFTER_CANCEL -> "have been taken back";
            case SUCCEED -> "succeed";
        };
    }
}
