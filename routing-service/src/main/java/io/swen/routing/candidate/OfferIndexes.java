package io.swen.routing.candidate;

import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The index in use, swapped in one reference, and how long ago telemetry confirmed it. */
@Component
public class OfferIndexes {

    /** What there is to decide on. */
    public sealed interface State {

        /** An index that may be decided on; {@code stale} when telemetry has not confirmed it for a while. */
        record Usable(OfferIndex index, Duration age, boolean stale) implements State {}

        /** Nothing may be decided; {@code reason} is for a person. */
        record Unusable(String reason) implements State {}
    }

    private record Held(OfferIndex index, long confirmedAt) {}

    private final OfferProperties properties;
    private final LongSupplier nanos;
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Held held;
    private volatile String problem = "the offers have not been loaded yet";

    @Autowired
    OfferIndexes(OfferProperties properties) {
        this(properties, System::nanoTime);
    }

    OfferIndexes(OfferProperties properties, LongSupplier nanos) {
        this.properties = properties;
        this.nanos = nanos;
    }

    /** The newest index if it may be decided on, else why not. */
    public State state() {
        Held now = held;
        if (now == null) {
            return new State.Unusable("no offers are known yet: " + problem);
        }
        Duration age = age(now);
        if (age.compareTo(properties.maxAge()) > 0) {
            return new State.Unusable("the offers were last confirmed " + age.toSeconds()
                    + " s ago, more than the allowed " + properties.maxAge().toSeconds() + " s: " + problem);
        }
        return new State.Usable(now.index(), age, age.compareTo(properties.staleAfter()) > 0);
    }

    /** The newest index of whatever age, or null before the first. */
    public @Nullable OfferIndex newest() {
        Held now = held;
        return now == null ? null : now.index();
    }

    /** How long ago telemetry confirmed the newest index; null before the first. */
    public @Nullable Duration age() {
        Held now = held;
        return now == null ? null : age(now);
    }

    /** Calls back whenever an index of another epoch, or of confirmed age again, is there; from the thread that brought it. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    void replace(OfferIndex index) {
        held = new Held(index, nanos.getAsLong());
        problem = "";
        listeners.forEach(Runnable::run);
    }

    /** Telemetry said that nothing changed since the index at hand. */
    void confirm() {
        Held now = held;
        if (now != null) {
            boolean wasUnusable = state() instanceof State.Unusable;
            held = new Held(now.index(), nanos.getAsLong());
            problem = "";
            if (wasUnusable) {
                listeners.forEach(Runnable::run);
            }
        }
    }

    void failed(String why) {
        problem = why;
    }

    private Duration age(Held now) {
        return Duration.ofNanos(nanos.getAsLong() - now.confirmedAt());
    }
}
