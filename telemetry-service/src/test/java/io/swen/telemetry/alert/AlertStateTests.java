package io.swen.telemetry.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AlertStateTests {

    @Test
    void beginsPending() {
        assertThat(AlertState.moved(null, AlertState.PENDING)).isEqualTo(AlertState.PENDING);
    }

    @Test
    void beginsFiringWhereThereIsNothingToWaitFor() {
        assertThat(AlertState.moved(null, AlertState.FIRING)).isEqualTo(AlertState.FIRING);
    }

    @Test
    void neverBeginsResolved() {
        assertThatThrownBy(() -> AlertState.moved(null, AlertState.RESOLVED))
                .hasMessage("an alert that is not there cannot become resolved");
    }

    @Test
    void firesAfterPending() {
        assertThat(AlertState.moved(AlertState.PENDING, AlertState.FIRING)).isEqualTo(AlertState.FIRING);
    }

    @Test
    void isResolvedAfterPendingWhereItNeverFired() {
        assertThat(AlertState.moved(AlertState.PENDING, AlertState.RESOLVED)).isEqualTo(AlertState.RESOLVED);
    }

    @Test
    void doesNotBecomePendingTwice() {
        assertThatThrownBy(() -> AlertState.moved(AlertState.PENDING, AlertState.PENDING))
                .hasMessageContaining("cannot become pending");
    }

    @Test
    void isResolvedAfterFiring() {
        assertThat(AlertState.moved(AlertState.FIRING, AlertState.RESOLVED)).isEqualTo(AlertState.RESOLVED);
    }

    @Test
    void doesNotGoBackFromFiringToPending() {
        assertThatThrownBy(() -> AlertState.moved(AlertState.FIRING, AlertState.PENDING))
                .hasMessage("an alert that is firing cannot become pending");
    }

    @Test
    void doesNotFireTwice() {
        assertThatThrownBy(() -> AlertState.moved(AlertState.FIRING, AlertState.FIRING))
                .hasMessageContaining("cannot become firing");
    }

    @Test
    void neverLeavesResolved() {
        for (AlertState next : AlertState.values()) {
            assertThatThrownBy(() -> AlertState.moved(AlertState.RESOLVED, next))
                    .hasMessage("an alert that is resolved cannot become " + next.id());
        }
    }
}
