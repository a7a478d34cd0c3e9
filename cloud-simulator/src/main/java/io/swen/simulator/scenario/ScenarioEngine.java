package io.swen.simulator.scenario;

import io.swen.catalog.Provider;
import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.fleet.InstanceStatus;
import io.swen.simulator.fleet.LaunchSpec;
import io.swen.simulator.fleet.MetricWeather;
import io.swen.simulator.fleet.SimInstance;
import io.swen.simulator.market.Market;
import io.swen.simulator.market.Pool;
import io.swen.simulator.market.Seeded;
import io.swen.simulator.market.Weather;
import io.swen.simulator.protocol.FaultList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs scenarios: tells market, metrics and front doors what happens when, launches what a scenario launches, and knows afterwards
 * what was true.
 *
 * <p>A run is worked out when it starts; whoever asks gets the answer for a moment, so that nothing has to run in between, a restart
 * changes nothing, and the past stays what it was after a run has ended.
 */
public final class ScenarioEngine implements Weather, MetricWeather, FaultList.Standing {

    private static final int MOST_RUNS = 50;

    /** Calls whose region is only where they are answered. */
    private static final Set<String> GLOBAL = Set.of(
            "GetProducts",
            "GetCostAndUsage",
            "GetCallerIdentity",
            "AssumeRole",
            "QueryInstanceBill",
            "QueryBillOverview");

    private final Map<String, Scenario> scenarios = Scenario.load();
    private final SpotTraces traces = SpotTraces.load();
    private final JsonMapper json = JsonMapper.builder().build();
    private final SimulatedClock clock;
    private final Path file;
    private final Set<String> launched = ConcurrentHashMap.newKeySet();
    private volatile Known known = new Known(List.of());
    private final Map<String, Instant> dryUntil = new ConcurrentHashMap<>();
    private volatile Instant nextLaunch = Instant.MAX;
    private volatile @Nullable Parts parts;

    /** What is struck, once it is there; it needs this engine to be built itself. */
    private record Parts(Fleet fleet, Map<Provider, Market> markets, Map<Provider, String> accounts) {}

    private record Happening(Run run, Run.Window window) {}

    /** All runs, and what they mean for each pool that was asked about; replaced as one, so that neither is older. */
    private record Known(List<Run> runs, Map<Pool, List<Happening>> byPool) {

        Known(List<Run> runs) {
            this(List.copyOf(runs), new ConcurrentHashMap<>());
        }

        List<Happening> of(Pool pool) {
            return runs.isEmpty() ? List.of() : byPool.computeIfAbsent(pool, this::covering);
        }

        private List<Happening> covering(Pool pool) {
            return runs.stream()
                    .flatMap(run -> run.windows().stream()
                            .filter(window -> window.effect()
                                    .target()
                                    .covers(
                                            pool.provider(),
                                            pool.region(),
                                            pool.zone(),
                                            pool.type().name()))
                            .map(window -> new Happening(run, window)))
                    .toList();
        }
    }

    /** How a run is kept on disk. */
    record Kept(String name, long seed, Instant startedAt, Instant endsAt) {}

    /** A scenario as a list shows it. */
    public record Listed(String name, String title, Duration duration, boolean active) {}

    /** A run as its start and stop answer it. */
    public record Started(String name, long seed, Instant startedAt, Instant endsAt) {}

    /**
     * Something that happened, or will.
     *
     * @param provider where; region, zone and types are null or empty for all
     * @param detail what the kind has to say, such as a price's factor
     */
    public record Event(
            String kind,
            Instant from,
            Instant to,
            String provider,
            @Nullable String region,
            @Nullable String zone,
            List<String> types,
            Map<String, Object> detail) {

        public Event {
            types = List.copyOf(types);
            detail = Map.copyOf(detail);
        }
    }

    /** A spot instance that was or will be taken back within the run, for whatever reason. */
    public record Interruption(
            String instance, String provider, String zone, String type, Instant notice, Instant end) {}

    /** What happens in a run and when; the same for the same scenario, seed and start. */
    public record Truth(
            String name,
            String description,
            long seed,
            Instant startedAt,
            Instant endsAt,
            boolean active,
            List<Event> events,
            List<Interruption> interruptions) {

        public Truth {
            events = List.copyOf(events);
            interruptions = List.copyOf(interruptions);
        }
    }

    /** @param file where runs are kept */
    public ScenarioEngine(SimulatedClock clock, Path file) {
        this.clock = clock;
        this.file = file;
        if (Files.exists(file)) {
            List<Kept> kept = json.readValue(read(file), new TypeReference<List<Kept>>() {});
            known = new Known(kept.stream()
                    .filter(each -> scenarios.containsKey(each.name()))
                    .map(each -> Run.of(
                            scenario(each.name()).orElseThrow(), each.seed(), each.startedAt(), each.endsAt(), traces))
                    .toList());
        }
    }

    /** Tells what is struck; to be called once, before anything else. */
    public synchronized void attach(Fleet fleet, Map<Provider, Market> markets, Map<Provider, String> accounts) {
        parts = new Parts(fleet, Map.copyOf(markets), Map.copyOf(accounts));
        nextLaunch = Instant.MIN;
    }

    public List<Listed> list() {
        Instant now = clock.instant();
        String active = active(now).map(run -> run.scenario().name()).orElse("");
        return scenarios.values().stream()
                .map(each -> new Listed(
                        each.name(), each.title(), each.duration(), each.name().equals(active)))
                .toList();
    }

    /** Whether there is a scenario of that name. */
    public boolean knows(String name) {
        return scenarios.containsKey(name);
    }

    /**
     * Starts a scenario now.
     *
     * @return empty while another one is active
     */
    public synchronized Optional<Started> start(String name, long seed) {
        if (active(clock.instant()).isPresent()) {
            return Optional.empty();
        }
        // Both clouds tell times in seconds.
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Run run = Run.of(scenario(name).orElseThrow(), seed, now, traces);
        List<Run> next = new ArrayList<>(known.runs());
        next.add(run);
        replace(next.subList(Math.max(0, next.size() - MOST_RUNS), next.size()));
        Parts all = attached();
        all.fleet()
                .reschedule(instance -> pool(all, instance)
                        .flatMap(pool -> Fleet.outlook(instance.provider(), pool, instance.spotLimit(), now))
                        .filter(end -> instance.interruptedAt() == null || end.isBefore(instance.interruptedAt())));
        return Optional.of(started(run));
    }

    /**
     * Ends the active scenario; its launches are terminated, and spot instances that it has not noticed yet go on.
     *
     * @return empty if none is active
     */
    public synchronized Optional<Started> stop() {
        Instant now = clock.instant();
        Optional<Run> active = active(now);
        if (active.isEmpty()) {
            return Optional.empty();
        }
        advance();
        Run stopped = active.get().stoppedAt(now, traces);
        Parts all = attached();
        Set<String> doomed = new HashSet<>();
        for (SimInstance instance : all.fleet().all()) {
            Instant since =
                    instance.launchedAt().isAfter(stopped.startedAt()) ? instance.launchedAt() : stopped.startedAt();
            if (instance.spot()
                    && pool(all, instance)
                            .flatMap(pool -> Fleet.outlook(instance.provider(), pool, instance.spotLimit(), since))
                            .filter(end -> end.equals(instance.interruptedAt()))
                            .isPresent()) {
                doomed.add(instance.id());
            }
        }
        List<Run> next = new ArrayList<>(known.runs());
        next.replaceAll(run -> run.equals(active.get()) ? stopped : run);
        replace(next);
        all.fleet()
                .reschedule(instance -> doomed.contains(instance.id())
                        ? pool(all, instance).map(pool -> Fleet.redrawn(instance, pool, now))
                        : Optional.empty());
        all.fleet()
                .delete(all.fleet().all().stream()
                        .filter(instance -> instance.clientToken().startsWith(token(stopped)))
                        .toList());
        return Optional.of(started(stopped));
    }

    /** What is true of the newest run of a scenario; empty if it never ran. */
    public Optional<Truth> truth(String name) {
        advance();
        Instant now = clock.instant();
        return known.runs().reversed().stream()
                .filter(run -> run.scenario().name().equals(name))
                .findFirst()
                .map(run -> new Truth(
                        name,
                        run.scenario().description(),
                        run.seed(),
                        run.startedAt(),
                        run.endsAt(),
                        run.isActive(now),
                        run.windows().stream().map(window -> event(run, window)).toList(),
                        interruptions(run)));
    }

    /** Launches what is due; cheap when nothing is. To be called before a request is answered. */
    public void advance() {
        Instant now = clock.instant();
        if (now.isBefore(nextLaunch)) {
            return;
        }
        synchronized (this) {
            Parts all = attached();
            Instant next = Instant.MAX;
            for (Run run : known.runs()) {
                for (Run.Window window : run.windows()) {
                    if (window.effect() instanceof Effect.Launches launches) {
                        next = earlier(next, launchDue(all, run, window, launches, now));
                    }
                }
            }
            nextLaunch = next;
        }
    }

    /** Launches those of a window that are due; client tokens see to it that each happens once. Returns when the next one is. */
    private Instant launchDue(Parts all, Run run, Run.Window window, Effect.Launches launches, Instant now) {
        Target target = launches.target();
        Provider provider = provider(target);
        Pool pool = Objects.requireNonNull(all.markets().get(provider))
                .region(target.region())
                .flatMap(region -> region.pool(target.zone(), launches.instanceType()))
                .orElseThrow(
                        () -> new IllegalStateException(launches.instanceType() + " is not sold in " + target.zone()));
        int number = 0;
        for (Instant at : run.launches(window, launches)) {
            if (at.isAfter(now)) {
                return at;
            }
            // After a day the fleet has forgotten tokens; what is that old was launched long ago.
            if (at.isAfter(now.minus(Duration.ofHours(12))) || run.isActive(now)) {
                launch(all, run, window, launches, pool, at, number);
            }
            number++;
        }
        return Instant.MAX;
    }

    private void launch(
            Parts all, Run run, Run.Window window, Effect.Launches launches, Pool pool, Instant at, int number) {
        String token = token(run) + window.index() + "-" + number;
        if (!launched.add(token)) {
            return;
        }
        Duration lifetime = launches.lifetime();
        all.fleet()
                .launch(
                        new LaunchSpec(
                                pool.provider(),
                                Objects.requireNonNull(all.accounts().get(pool.provider())),
                                pool.region(),
                                pool,
                                launches.count(),
                                pool.provider() == Provider.AWS ? "ami-12345678" : "aliyun_3_x64_20G_alibase.vhd",
                                false,
                                null,
                                true,
                                true,
                                run.scenario().name(),
                                launches.tags(),
                                lifetime == null ? null : "SWEN_ESTIMATED_DURATION=" + lifetime,
                                token,
                                token),
                        at);
    }

    /**
     * Takes spot instances back as their providers would, all at this moment.
     *
     * @param dry for how long their pools have no spot capacity from now on; not kept over a restart
     * @return the instances that have had their notice by it
     */
    public List<SimInstance> interrupt(Predicate<SimInstance> which, Duration dry) {
        Instant now = clock.instant();
        Parts all = attached();
        List<SimInstance> taken = all.fleet()
                .reschedule(instance -> which.test(instance)
                        ? Optional.of(now.plus(InstanceStatus.notice(instance)))
                        : Optional.empty());
        if (dry.isPositive()) {
            taken.forEach(instance -> pool(all, instance).ifPresent(pool -> dryUntil.put(dryKey(pool), now.plus(dry))));
        }
        return taken;
    }

    private static String dryKey(Pool pool) {
        return pool.zone() + "/" + pool.type().name();
    }

    /**
     * Starts spot instances that nobody's platform knows of, as of somebody else in the account.
     *
     * @return how many
     */
    public int launchSpot(Provider provider, String name, String region, String zone, String type, int count) {
        Parts all = attached();
        Pool pool = Objects.requireNonNull(all.markets().get(provider))
                .region(region)
                .flatMap(found -> found.pool(zone, type))
                .orElseThrow(() -> new IllegalArgumentException(type + " is not sold in " + zone + " of " + region));
        return all.fleet()
                .launch(new LaunchSpec(
                        provider,
                        Objects.requireNonNull(all.accounts().get(provider)),
                        region,
                        pool,
                        count,
                        provider == Provider.AWS ? "ami-12345678" : "aliyun_3_x64_20G_alibase.vhd",
                        true,
                        null,
                        true,
                        false,
                        name,
                        Map.of(),
                        null,
                        null,
                        name))
                .ids()
                .size();
    }

    private static String token(Run run) {
        return "scenario-" + run.scenario().name() + "-" + run.startedAt().getEpochSecond() + "-";
    }

    @Override
    public double priceFactor(Pool pool, Instant at) {
        double factor = 1;
        for (Happening each : at(pool, at)) {
            if (each.window().effect() instanceof Effect.Price price) {
                factor *= price.factor();
            }
        }
        return factor;
    }

    @Override
    public List<Instant> priceChanges(Pool pool, Instant after, Instant until) {
        List<Happening> here = known.of(pool);
        return here.isEmpty()
                ? List.of()
                : here.stream()
                        .filter(each -> each.window().effect() instanceof Effect.Price)
                        .flatMap(each ->
                                Stream.of(each.window().from(), each.window().to()))
                        .filter(at -> at.isAfter(after) && !at.isAfter(until))
                        .distinct()
                        .sorted()
                        .toList();
    }

    @Override
    public boolean hasSpotCapacity(Pool pool, Instant at) {
        Instant dry = dryUntil.get(dryKey(pool));
        return (dry == null || !at.isBefore(dry)) && at(pool, at).stream().noneMatch(ScenarioEngine::takesCapacity);
    }

    @Override
    public Optional<Instant> spotLost(Pool pool, Instant from) {
        return known.of(pool).stream()
                .filter(ScenarioEngine::takesCapacity)
                .filter(each -> each.window().to().isAfter(from))
                .map(each -> each.window().from().isBefore(from)
                        ? from
                        : each.window().from())
                .min(Instant::compareTo);
    }

    private static boolean takesCapacity(Happening each) {
        return each.window().effect() instanceof Effect.NoCapacity
                || each.window().effect() instanceof Effect.Replay;
    }

    @Override
    public boolean isSilent(SimInstance instance, Instant at) {
        for (Happening each : on(instance, at)) {
            if (each.window().effect() instanceof Effect.Silence silence
                    && Seeded.unit(Seeded.hash(
                                    each.run().seed(),
                                    instance.zone() + instance.launchIndex() + instance.launchedAt()))
                            < silence.share()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public OptionalDouble cpuPercent(SimInstance instance, Instant at) {
        for (Happening each : on(instance, at)) {
            if (each.window().effect() instanceof Effect.Load load) {
                return OptionalDouble.of(load.low() + (load.high() - load.low()) * share(load, each.window(), at));
            }
        }
        return OptionalDouble.empty();
    }

    private static double share(Effect.Load load, Run.Window window, Instant at) {
        double since = Duration.between(window.from(), at).toSeconds();
        Duration period = load.period();
        if (period != null) {
            return (1 - Math.cos(2 * Math.PI * since / period.toSeconds())) / 2;
        }
        double rise = Duration.between(window.from(), window.to()).toSeconds() / 10.0;
        return Math.min(1, since / Math.max(1, rise));
    }

    @Override
    public Optional<String> error(String cloud, String action, @Nullable String region) {
        List<Run> all = known.runs();
        if (all.isEmpty() || region == null || GLOBAL.contains(action)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return all.stream()
                .flatMap(run -> run.windows().stream())
                .filter(window -> window.contains(now)
                        && window.effect() instanceof Effect.Outage outage
                        && outage.target().provider().equals(cloud)
                        && region.equals(outage.target().region()))
                .map(window -> ((Effect.Outage) window.effect()).error())
                .findFirst();
    }

    private List<Happening> at(Pool pool, Instant at) {
        return known.of(pool).stream()
                .filter(each -> each.window().contains(at))
                .toList();
    }

    private List<Happening> on(SimInstance instance, Instant at) {
        Parts all = parts;
        return known.runs().isEmpty() || all == null
                ? List.of()
                : pool(all, instance).map(pool -> at(pool, at)).orElse(List.of());
    }

    private static Optional<Pool> pool(Parts all, SimInstance instance) {
        return Objects.requireNonNull(all.markets().get(instance.provider()))
                .region(instance.region())
                .flatMap(region -> region.pool(instance.zone(), instance.type()));
    }

    private Event event(Run run, Run.Window window) {
        Effect effect = window.effect();
        Target target = effect.target();
        Map<String, Object> detail = new LinkedHashMap<>();
        switch (effect) {
            case Effect.Price price -> detail.put("factor", price.factor());
            case Effect.NoCapacity none -> detail.put("spot_capacity", false);
            case Effect.Replay replay -> {
                detail.put("spot_capacity", false);
                detail.put("trace", replay.trace());
            }
            case Effect.Outage outage -> detail.put("error", outage.error());
            case Effect.Silence silence -> detail.put("share", silence.share());
            case Effect.Load load -> {
                detail.put("cpu_low", load.low());
                detail.put("cpu_high", load.high());
                if (load.period() != null) {
                    detail.put("period", load.period());
                }
            }
            case Effect.Launches launches -> {
                detail.put("instance_type", launches.instanceType());
                detail.put("count", launches.count());
                detail.put("launches", run.launches(window, launches));
                detail.put("tags", launches.tags());
            }
        }
        return new Event(
                effect.kind(),
                window.from(),
                window.to(),
                target.provider(),
                target.region(),
                target.zone(),
                Objects.requireNonNullElse(target.types(), List.of()),
                detail);
    }

    private List<Interruption> interruptions(Run run) {
        return attached().fleet().all().stream()
                .filter(SimInstance::spot)
                .flatMap(instance -> Optional.ofNullable(instance.interruptedAt()).stream()
                        .map(end -> new Interruption(
                                instance.id(),
                                instance.provider().id(),
                                instance.zone(),
                                instance.type(),
                                end.minus(InstanceStatus.notice(instance)),
                                end)))
                .filter(each -> !each.notice().isBefore(run.startedAt())
                        && each.notice().isBefore(run.endsAt()))
                .toList();
    }

    private Optional<Scenario> scenario(String name) {
        return Optional.ofNullable(scenarios.get(name));
    }

    private Optional<Run> active(Instant now) {
        return known.runs().stream().filter(run -> run.isActive(now)).findFirst();
    }

    private static Started started(Run run) {
        return new Started(run.scenario().name(), run.seed(), run.startedAt(), run.endsAt());
    }

    private static Provider provider(Target target) {
        return target.provider().equals(Provider.AWS.id()) ? Provider.AWS : Provider.ALIBABA;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private Parts attached() {
        Parts all = parts;
        if (all == null) {
            throw new IllegalStateException("the engine is not attached to a fleet");
        }
        return all;
    }

    private void replace(List<Run> next) {
        known = new Known(next);
        nextLaunch = Instant.MIN;
        List<Kept> kept = known.runs().stream()
                .map(run -> new Kept(run.scenario().name(), run.seed(), run.startedAt(), run.endsAt()))
                .toList();
        try {
            Path written = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(written, json.writeValueAsString(kept));
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the runs of scenarios cannot be kept in " + file, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the runs of scenarios in " + file + " cannot be read", e);
        }
    }
}
