package io.swen.telemetry.alert;

import java.time.Instant;
import java.util.List;

/** What changed at once, told inside of the transaction that stores it. */
public record AlertsChanged(List<AlertTransition> transitions, Instant at) {

    public AlertsChanged {
        transitions = List.copyOf(transitions);
    }
}
