package io.swen.platform.metric;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** A gauge by one tag whose values are set from time to time, where reading them at each scrape would cost too much. */
public final class GaugeValues {

    private final Map<String, AtomicReference<Double>> values = new TreeMap<>();

    private GaugeValues(Declaration declaration, MeterRegistry registry) {
        if (declaration.tags().size() != 1) {
            throw new IllegalArgumentException(declaration.id() + " needs one tag");
        }
        Declaration.Tag tag = declaration.tags().getFirst();
        for (String value : tag.values()) {
            AtomicReference<Double> kept = new AtomicReference<>(0.0);
            values.put(value, kept);
            Gauge.builder(declaration.id(), kept::get)
                    .baseUnit(declaration.unit())
                    .tag(tag.key(), value)
                    .register(registry);
        }
    }

    /** Registers one gauge for each value of the metric's only tag, at 0. */
    public static GaugeValues register(Declared metric, MeterRegistry registry) {
        return new GaugeValues(metric.declaration(), registry);
    }

    /** Replaces all: what is not named is 0, and what was not declared is left out. */
    public void set(Map<String, ? extends Number> now) {
        values.forEach((value, kept) -> {
            Number number = now.get(value);
            kept.set(number == null ? 0.0 : number.doubleValue());
        });
    }
}
