package io.swen.telemetry.cloud;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a value when it is first asked for, so that start-up does not wait for SDKs. */
final class Lazily<T> implements Supplier<T> {

    private final Supplier<T> maker;
    private @Nullable T made;

    private Lazily(Supplier<T> maker) {
        this.maker = maker;
    }

    static <T> Supplier<T> of(Supplier<T> maker) {
        return new Lazily<>(maker);
    }

    @Override
    public synchronized T get() {
        T value = made;
        if (value == null) {
            value = maker.get();
            made = value;
        }
        return value;
    }
}
