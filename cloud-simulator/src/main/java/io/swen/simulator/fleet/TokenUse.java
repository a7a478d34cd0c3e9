package io.swen.simulator.fleet;

import java.time.Instant;
import java.util.List;

/** What a client token was used for: the call's fingerprint, its instances, and when. */
record TokenUse(String fingerprint, List<String> instanceIds, Instant at) {

    TokenUse {
        instanceIds = List.copyOf(instanceIds);
    }
}
