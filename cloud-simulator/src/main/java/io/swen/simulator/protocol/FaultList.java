package io.swen.simulator.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The faults that are waiting for a call to strike; the first that matches is used up by it. */
public final class FaultList {

    private final List<Fault> faults = new ArrayList<>();
    private final Standing standing;

    public FaultList() {
        this((cloud, action, region) -> Optional.empty());
    }

    /** @param standing what goes wrong with every call for as long as it lasts */
    public FaultList(Standing standing) {
        this.standing = standing;
    }

    /** What is out of order. */
    public interface Standing {

        /** The code that calls of an action to a cloud and region, by its bare name, fail with; empty while they work. */
        Optional<String> error(String cloud, String action, @Nullable String region);
    }

    public synchronized void set(List<Fault> next) {
        faults.clear();
        faults.addAll(next);
    }

    public synchronized List<Fault> get() {
        return List.copyOf(faults);
    }

    /** Takes the fault that strikes this call, if any. */
    public synchronized Optional<Fault> take(String cloud, String action, @Nullable String region) {
        for (int i = 0; i < faults.size(); i++) {
            Fault fault = faults.get(i);
            if (fault.strikes(cloud, action, region)) {
                Fault less = fault.less();
                if (less == null) {
                    faults.remove(i);
                } else {
                    faults.set(i, less);
                }
                return Optional.of(fault.once());
            }
        }
        return standing.error(cloud, action, region)
                .map(error -> new Fault(cloud, action, region, 1, error, null, null));
    }
}
