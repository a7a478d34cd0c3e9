package io.swen.gitops.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.gitops.contract.Author;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChangeLifecycleTests {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Failure FAILURE = new Failure(StageName.VALIDATE, "bad", "it is bad");

    @Test
    void goesThroughAllStagesInOrder() {
        ChangeEntity change = change();
        for (StageName stage : StageName.values()) {
            assertThat(change.stage()).isEqualTo(stage);
            if (stage != StageName.MONITOR) {
                change.advance(NOW);
            }
        }
        change.succeed("merged", NOW);

        assertThat(change.state()).isEqualTo(ChangeState.SUCCEEDED);
    }

    @Test
    void waitsForApprovalAndGoesOnWhenItIsGranted() {
        ChangeEntity change = at(StageName.APPROVAL);
        change.awaitApproval(NOW);
        assertThat(change.state()).isEqualTo(ChangeState.AWAITING_APPROVAL);

        change.grant(NOW);

        assertThat(change.state()).isEqualTo(ChangeState.RUNNING);
        assertThat(change.stage()).isEqualTo(StageName.APPLY);
    }

    @Test
    void endsWhenItIsRejected() {
        ChangeEntity change = awaiting();
        change.reject("too dear", NOW);
        assertThat(change.state()).isEqualTo(ChangeState.REJECTED);
    }

    @Test
    void endsWhenItsApprovalExpires() {
        ChangeEntity change = awaiting();
        change.expire("too late", NOW);
        assertThat(change.state()).isEqualTo(ChangeState.EXPIRED);
    }

    @Test
    void canBeCancelledWhileItAwaitsApproval() {
        ChangeEntity change = awaiting();
        change.cancel("not wanted", NOW);
        assertThat(change.state()).isEqualTo(ChangeState.CANCELLED);
    }

    @Test
    void canBeCancelledBeforeTheCloudIsTouched() {
        ChangeEntity change = at(StageName.PLAN);
        change.cancel("not wanted", NOW);
        assertThat(change.state()).isEqualTo(ChangeState.CANCELLED);
    }

    @Test
    void failsAtOnceBeforeTheCloudIsTouched() {
        ChangeEntity change = at(StageName.SECURITY_SCAN);
        change.fail(FAILURE, NOW);
        assertThat(change.state()).isEqualTo(ChangeState.FAILED);
        assertThat(change.failure()).isEqualTo(FAILURE);
    }

    @Test
    void isUnwoundBeforeItFailsOnceTheCloudWasTouched() {
        ChangeEntity change = at(StageName.APPLY);
        change.unwind(FAILURE, ChangeState.FAILED, NOW);
        assertThat(change.state()).isEqualTo(ChangeState.RUNNING);

        change.unwound(NOW);

        assertThat(change.state()).isEqualTo(ChangeState.FAILED);
    }

    @Test
    void isUnwoundBeforeItIsCancelledOnceTheCloudWasTouched() {
        ChangeEntity change = at(StageName.MONITOR);
        change.unwind(FAILURE, ChangeState.CANCELLED, NOW);
        change.unwound(NOW);
        assertThat(change.state()).isEqualTo(ChangeState.CANCELLED);
    }

    @Test
    void cannotSucceedWhileItIsBeingUnwound() {
        ChangeEntity change = at(StageName.MONITOR);
        change.unwind(FAILURE, ChangeState.FAILED, NOW);
        assertThatThrownBy(() -> change.succeed("merged", NOW)).isInstanceOf(IllegalTransitionException.class);
    }

    @Test
    void cannotSucceedBeforeTheLastStage() {
        ChangeEntity change = at(StageName.APPLY);
        assertThatThrownBy(() -> change.succeed("merged", NOW)).isInstanceOf(IllegalTransitionException.class);
    }

    @Test
    void cannotFailAtOnceAfterTheCloudWasTouched() {
        ChangeEntity change = at(StageName.APPLY);
        assertThatThrownBy(() -> change.fail(FAILURE, NOW)).isInstanceOf(IllegalTransitionException.class);
    }

    @Test
    void cannotBeCancelledAtOnceAfterTheCloudWasTouched() {
        ChangeEntity change = at(StageName.MONITOR);
        assertThatThrownBy(() -> change.cancel("no", NOW)).isInstanceOf(IllegalTransitionException.class);
    }

    @Test
    void isDroppedWithNothingToTakeBackWhileItWaitsForItsTurnToBeApplied() {
        ChangeEntity cancelled = at(StageName.APPLY);
        cancelled.cancelBeforeApply("not wanted", NOW);
        assertThat(cancelled.state()).isEqualTo(ChangeState.CANCELLED);

        ChangeEntity expired = at(StageName.APPLY);
        expired.expireBeforeApply("held back for too long", NOW);
        assertThat(expired.state()).isEqualTo(ChangeState.EXPIRED);
        assertThat(expired.unwindTo()).isNull();
    }

    @Test
    void cannotBeDroppedOnceItsApplyBegan() {
        ChangeEntity change = at(StageName.APPLY);
        change.beginApply(NOW);
        assertThatThrownBy(() -> change.cancelBeforeApply("no", NOW)).isInstanceOf(IllegalTransitionException.class);
        assertThatThrownBy(() -> change.expireBeforeApply("no", NOW)).isInstanceOf(IllegalTransitionException.class);
    }

    @Test
    void beginsToApplyOnce() {
        ChangeEntity change = at(StageName.APPLY);
        change.beginApply(NOW);
        assertThatThrownBy(() -> change.beginApply(NOW)).isInstanceOf(IllegalTransitionException.class);
        assertThatThrownBy(() -> at(StageName.PLAN).beginApply(NOW)).isInstanceOf(IllegalTransitionException.class);
    }

    @Test
    void cannotBeGrantedTwice() {
        ChangeEntity change = awaiting();
        change.grant(NOW);
        assertThatThrownBy(() -> change.grant(NOW)).isInstanceOf(IllegalTransitionException.class);
    }

    @Test
    void cannotBeGrantedAfterARejection() {
        ChangeEntity change = awaiting();
        change.reject("no", NOW);
        assertThatThrownBy(() -> change.grant(NOW)).isInstanceOf(IllegalTransitionException.class);
    }

    @Test
    void cannotBeGrantedAfterItExpired() {
        ChangeEntity change = awaiting();
        change.expire("late", NOW);
        assertThatThrownBy(() -> change.grant(NOW)).isInstanceOf(IllegalTransitionException.class);
    }

    @Test
    void cannotAdvanceWhileItAwaitsApproval() {
        assertThatThrownBy(() -> awaiting().advance(NOW)).isInstanceOf(IllegalTransitionException.class);
    }

    @Test
    void cannotAwaitApprovalInAnotherStage() {
        assertThatThrownBy(() -> at(StageName.PLAN).awaitApproval(NOW)).isInstanceOf(IllegalTransitionException.class);
    }

    @Test
    void cannotBeUnwoundBeforeTheCloudWasTouched() {
        assertThatThrownBy(() -> at(StageName.PLAN).unwind(FAILURE, ChangeState.FAILED, NOW))
                .isInstanceOf(IllegalTransitionException.class);
    }

    @Test
    void namesTheForbiddenTransition() {
        assertThatThrownBy(() -> awaiting().advance(NOW))
                .hasMessage("a change that is awaiting_approval in stage approval cannot advance");
    }

    /** Whatever comes in whatever order: final states stay, and the cloud is never left without being taken back. */
    @Property(tries = 2000)
    void staysSoundUnderAnyOrderOfEvents(@ForAll @Size(max = 30) List<Transition> events) {
        ChangeEntity change = change();
        boolean applied = false;
        for (Transition event : events) {
            ChangeState before = change.state();
            StageName stage = change.stage();
            boolean allowed = event.isAllowed(before, stage);
            try {
                perform(change, event);
                assertThat(allowed).isTrue();
            } catch (IllegalTransitionException refused) {
                assertThat(change.state()).isEqualTo(before);
                assertThat(change.stage()).isEqualTo(stage);
            }
            applied |= change.stage().touchesTheCloud() && !change.waitsToApply();
            if (before.isFinal()) {
                assertThat(change.state()).isEqualTo(before);
            }
            assertThat(change.stage().ordinal() - stage.ordinal()).isBetween(0, 1);
            if (applied && (change.state() == ChangeState.FAILED || change.state() == ChangeState.CANCELLED)) {
                assertThat(change.unwindTo()).isNotNull();
            }
            if (change.state() == ChangeState.SUCCEEDED) {
                assertThat(change.stage()).isEqualTo(StageName.MONITOR);
                assertThat(change.unwindTo()).isNull();
            }
        }
    }

    static void perform(ChangeEntity change, Transition event) {
        switch (event) {
            case ADVANCE -> change.advance(NOW);
            case AWAIT_APPROVAL -> change.awaitApproval(NOW);
            case GRANT -> change.grant(NOW);
            case REJECT -> change.reject("no", NOW);
            case EXPIRE -> change.expire("late", NOW);
            case CANCEL -> change.cancel("not wanted", NOW);
            case BEGIN_APPLY -> change.beginApply(NOW);
            case CANCEL_BEFORE_APPLY -> change.cancelBeforeApply("not wanted", NOW);
            case EXPIRE_BEFORE_APPLY -> change.expireBeforeApply("late", NOW);
            case FAIL -> change.fail(FAILURE, NOW);
            case UNWIND -> change.unwind(FAILURE, ChangeState.FAILED, NOW);
            case UNWOUND_AFTER_FAILURE, UNWOUND_AFTER_CANCEL -> change.unwound(NOW);
            case SUCCEED -> change.succeed("merged", NOW);
        }
    }

    private static ChangeEntity change() {
        return new ChangeEntity(
                UUID.randomUUID(),
                ChangeKind.WORKLOADS,
                "research",
                "dev",
                "deploy x",
                null,
                new Author(UUID.randomUUID(), "operator"),
                Provenance.of(ChangeOrigin.DECISION),
                NOW);
    }

    static ChangeEntity at(StageName stage) {
        ChangeEntity change = change();
        while (change.stage() != stage) {
            change.advance(NOW);
        }
        return change;
    }

    static ChangeEntity awaiting() {
        ChangeEntity change = at(StageName.APPROVAL);
        change.awaitApproval(NOW);
        return change;
    }
}
