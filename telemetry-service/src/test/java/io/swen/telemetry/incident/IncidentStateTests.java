package io.swen.telemetry.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IncidentStateTests {

    @Test
    void isAcknowledgedWhileOpen() {
        assertThat(IncidentState.OPEN.moved(IncidentState.ACKNOWLEDGED)).isEqualTo(IncidentState.ACKNOWLEDGED);
    }

    @Test
    void isResolvedWithoutAnybody() {
        assertThat(IncidentState.OPEN.moved(IncidentState.RESOLVED)).isEqualTo(IncidentState.RESOLVED);
    }

    @Test
    void isResolvedAfterSomebodyTookIt() {
        assertThat(IncidentState.ACKNOWLEDGED.moved(IncidentState.RESOLVED)).isEqualTo(IncidentState.RESOLVED);
    }

    @Test
    void doesNotOpenTwice() {
        assertThatThrownBy(() -> IncidentState.OPEN.moved(IncidentState.OPEN))
                .hasMessage("an incident that is open cannot become open");
    }

    @Test
    void isNotAcknowledgedTwice() {
        assertThatThrownBy(() -> IncidentState.ACKNOWLEDGED.moved(IncidentState.ACKNOWLEDGED))
                .hasMessage("an incident that is acknowledged cannot become acknowledged");
    }

    @Test
    void isNotGivenUpOnceTaken() {
        assertThatThrownBy(() -> IncidentState.ACKNOWLEDGED.moved(IncidentState.OPEN))
                .hasMessage("an incident that is acknowledged cannot become open");
    }

    @Test
    void neverLeavesResolved() {
        for (IncidentState next : IncidentState.values()) {
            assertThatThrownBy(() -> IncidentState.RESOLVED.moved(next))
                    .hasMessage("an incident that is resolved cannot become " + next.id());
        }
    }
}
