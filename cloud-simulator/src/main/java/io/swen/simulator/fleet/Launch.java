package io.swen.simulator.fleet;

import java.util.List;

/** What a launch, or an earlier one with the same client token, started; {@code instances} lacks those already forgotten. */
public record Launch(List<String> ids, List<SimInstance> instances) {

    public Launch {
        ids = List.copyOf(ids);
        instances = List.copyOf(instances);
    }
}
