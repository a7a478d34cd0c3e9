package io.swen.platform.dependency;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.swen.platform.dependency.ServiceDependencies.Dependency;
import io.swen.platform.dependency.ServiceDependencies.Kind;
import io.swen.platform.metric.PlatformMetric;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts and times what a service calls; HTTP clients are seen by themselves, other ways out are told of. */
public final class Dependencies {

    /** Nobody calls so many things; what comes after is one. */
    private static final int MOST_TARGETS = 64;

    private static final Target OTHERS = new Target("others", Kind.EXTERNAL);

    private record Target(String name, Kind kind) {}

    private final String service;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final CallWindow received;
    private final Map<Target, CallWindow> windows = new ConcurrentHashMap<>();

    Dependencies(String service, MeterRegistry metrics, Clock clock) {
        this.service = service;
        this.metrics = metrics;
        this.clock = clock;
        this.received = new CallWindow(clock);
    }

    /** For code that runs outside of a service. */
    public static Dependencies none() {
        return new Dependencies("none", new SimpleMeterRegistry(), Clock.SYSTEM);
    }

    /** Makes a call and counts it; what it throws counts as a failure and is thrown on. */
    public <T extends @Nullable Object> T call(Kind kind, String target, Supplier<T> call) {
        long started = System.nanoTime();
        boolean failed = true;
        try {
            T answer = call.get();
            failed = false;
            return answer;
        } finally {
            called(kind, target, Duration.ofNanos(System.nanoTime() - started), failed);
        }
    }

    void called(Kind kind, String target, Duration took, boolean failed) {
        Target known = new Target(target, kind);
        if (windows.size() >= MOST_TARGETS && !windows.containsKey(known)) {
            known = OTHERS;
        }
        windows.computeIfAbsent(known, unused -> new CallWindow(clock)).add(took, failed);
        metrics.timer(
                        PlatformMetric.DEPENDENCY_CALLS.id(),
                        "target",
                        known.name(),
                        "kind",
                        known.kind().name().toLowerCase(Locale.ROOT),
                        "outcome",
                        failed ? "failed" : "ok")
                .record(took);
    }

    void received(Duration took, boolean failed) {
        received.add(took, failed);
    }

    /** The last five minutes. */
    public ServiceDependencies current() {
        return new ServiceDependencies(
                service,
                CallWindow.LENGTH,
                received.statistics(),
                windows.entrySet().stream()
                        .map(entry -> new Dependency(
                                entry.getKey().name(),
                                entry.getKey().kind(),
                                entry.getValue().statistics()))
                        .filter(dependency -> dependency.calls().calls() > 0)
                        .sorted(Comparator.comparing(Dependency::target))
                        .toList());
    }
}
