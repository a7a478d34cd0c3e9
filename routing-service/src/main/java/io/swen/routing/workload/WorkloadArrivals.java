package io.swen.routing.workload;

import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/** Tells whoever decides, in this process, that there is something to decide; other instances look by themselves. */
@Component
public class WorkloadArrivals {

    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();

    public void onArrival(Runnable listener) {
        listeners.add(listener);
    }

    void raise() {
        listeners.forEach(Runnable::run);
    }
}
