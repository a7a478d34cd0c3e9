package io.swen.simulator.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The faults that are waiting for a call to strike; the first that matches is used up by it. */
public final class FaultList {

    private static final String LAUNCH = "RunInstances";

    private final List<Armed> faults = new ArrayList<>();
    private final Set<String> lostZones = new TreeSet<>();
    private final Standing standing;

    /** A fault with the draws of its rate. */
    private static final class Armed {

        private final Fault fault;
        private final Random draws;
        private int left;

        Armed(Fault fault) {
            this.fault = fault;
            this.draws = new Random(fault.seed() == null ? 0 : fault.seed());
            this.left = fault.times() == null ? 1 : fault.times();
        }

        boolean strikes(Fault.Call call) {
            Double rate = fault.rate();
            return fault.matches(call) && (rate == null || draws.nextDouble() < rate);
        }
    }

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
        next.forEach(fault -> faults.add(new Armed(fault)));
    }

    public synchronized List<Fault> get() {
        return faults.stream().map(armed -> armed.fault.with(armed.left)).toList();
    }

    /** From now on nothing can be launched in a zone, by its qualified id. */
    public synchronized void loseZone(String zone) {
        lostZones.add(zone);
    }

    /** The zone works again; false if it was not lost. */
    public synchronized boolean restoreZone(String zone) {
        return lostZones.remove(zone);
    }

    public synchronized Set<String> lostZones() {
        return Set.copyOf(lostZones);
    }

    /** Takes the fault that strikes this call, if any. */
    public synchronized Optional<Fault> take(Fault.Call call) {
        if (call.action().equals(LAUNCH) && lostZones.contains(call.cloud() + ":" + call.zone())) {
            return Optional.of(struck(call, null, Fault.CAPACITY));
        }
        for (int i = 0; i < faults.size(); i++) {
            Armed armed = faults.get(i);
            if (armed.strikes(call)) {
                armed.left--;
                if (armed.left == 0) {
                    faults.remove(i);
                }
                return Optional.of(armed.fault.with(1));
            }
        }
        return standing.error(call.cloud(), call.action(), call.region()).map(error -> struck(call, error, null));
    }

    private static Fault struck(Fault.Call call, @Nullable String error, @Nullable String effect) {
        return new Fault(call.cloud(), call.action(), call.region(), 1, error, null, effect);
    }
}
