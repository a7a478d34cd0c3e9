package io.swen.simulator.fleet;

import io.swen.catalog.Provider;
import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.market.Pool;
import io.swen.simulator.market.Seeded;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All instances of both clouds. Every change is on disk before its method returns.
 *
 * <p>Writers take turns in memory and then share flushes: each waits for a flush that began after its own change.
 */
public final class Fleet implements AutoCloseable {

    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration PRICE_OUTLOOK = Duration.ofDays(60);
    private static final Duration TOKEN_LIFE = Duration.ofDays(1);

    /** How long what has ended can still be seen: an hour as on EC2, but never less than ten minutes of a poller's time. */
    private static final Duration SEEN_DOMAIN = Duration.ofHours(1);

    private static final Duration SEEN_WALL = Duration.ofMinutes(10);
    /** How long what can no longer be seen is kept for the bills. */
    private static final Duration BILLED = Duration.ofDays(62);

    private static final int MOST_BILLED = 100_000;

    private final MetricSeries metrics;
    private final SimulatedClock clock;
    private final long seed;
    private final FleetStore store;
    private final Map<String, SimInstance> instances = new ConcurrentSkipListMap<>();
    private final Map<String, SimInstance> past = new ConcurrentSkipListMap<>();
    private final Map<String, TokenUse> tokens = new HashMap<>();
    private final Map<String, Instant> goneSince = new HashMap<>();
    private final AtomicLong serial = new AtomicLong();
    /** When what was launched since the start was launched, in nanoseconds of the machine's time. */
    private final Map<String, Long> launchedNanos = new ConcurrentHashMap<>();

    private volatile Consistency consistency = Consistency.STRONG;
    private final Object changing = new Object();
    private Instant swept;

    /** A fleet whose metrics take their own course. */
    public Fleet(Path file, SimulatedClock clock, long seed) {
        this(file, clock, seed, MetricWeather.CALM);
    }

    public Fleet(Path file, SimulatedClock clock, long seed, MetricWeather weather) {
        this.metrics = new MetricSeries(weather);
        this.clock = clock;
        this.seed = seed;
        this.store = new FleetStore(file);
        store.forEach(i -> instances.put(i.id(), i));
        store.forEachPast(i -> past.put(i.id(), i));
        store.forEachToken(tokens::put);
        serial.set(store.serial());
        swept = clock.wallInstant();
    }

    /**
     * Starts instances, once for each client token.
     *
     * @return the new instances, or those an earlier call with this token started, as far as they can still be seen
     * @throws IdempotencyMismatchException if that call had other parameters
     * @throws NoSpotCapacityException if spot instances are asked for where there are none
     */
    public Launch launch(LaunchSpec spec) {
        return launch(spec, clock.instant());
    }

    /** The same for a launch that took place at a moment which may have passed already. */
    public Launch launch(LaunchSpec spec, Instant at) {
        Launch launch;
        synchronized (changing) {
            String token = spec.clientToken() == null
                    ? null
                    : spec.provider().id() + "/" + spec.account() + "/" + spec.region() + "/" + spec.clientToken();
            TokenUse earlier = token == null ? null : tokens.get(token);
            if (earlier != null) {
                if (!earlier.fingerprint().equals(spec.fingerprint())) {
                    throw new IdempotencyMismatchException();
                }
                launch = new Launch(
                        earlier.instanceIds(),
                        earlier.instanceIds().stream()
                                .map(instances::get)
                                .filter(Objects::nonNull)
                                .toList());
            } else {
                if (spec.spot() && !spec.pool().hasSpotCapacity(at)) {
                    throw new NoSpotCapacityException(
                            spec.pool().zone(), spec.pool().type().name());
                }
                List<SimInstance> created = create(spec, at);
                launch = new Launch(created.stream().map(SimInstance::id).toList(), created);
                store.serial(serial.get());
                for (SimInstance instance : created) {
                    instances.put(instance.id(), instance);
                    store.put(instance);
                    launchedNanos.put(instance.id(), System.nanoTime());
                }
                if (token != null) {
                    var use = new TokenUse(spec.fingerprint(), launch.ids(), clock.wallInstant());
                    tokens.put(token, use);
                    store.put(token, use);
                }
            }
        }
        store.flush();
        return launch;
    }

    /** The instances that match, by account and region, in a stable order; ended ones for a while. */
    public List<SimInstance> list(Provider provider, String account, @Nullable String region) {
        sweep();
        return instances.values().stream()
                .filter(i -> i.provider() == provider
                        && i.account().equals(account)
                        && (region == null || i.region().equals(region)))
                .flatMap(i -> shown(i).stream())
                .toList();
    }

    /** How late new instances and their tags are shown from now on, until the simulator is started again. */
    public void consistency(Consistency next) {
        consistency = next;
    }

    public Consistency consistency() {
        return consistency;
    }

    /** The instance as its cloud shows it by now. */
    private Optional<SimInstance> shown(SimInstance instance) {
        Consistency now = consistency;
        Long launched = now.equals(Consistency.STRONG) ? null : launchedNanos.get(instance.id());
        if (launched == null) {
            return Optional.of(instance);
        }
        Duration age = Duration.ofNanos(System.nanoTime() - launched);
        if (age.compareTo(now.listedAfter()) < 0) {
            return Optional.empty();
        }
        return Optional.of(age.compareTo(now.taggedAfter()) < 0 ? instance.withoutTags() : instance);
    }

    /** Every instance of both clouds that can still be seen, in truth and not as the clouds show it. */
    public Collection<SimInstance> all() {
        sweep();
        return List.copyOf(instances.values());
    }

    /** What an account has and had, also what can no longer be seen, as far back as bills go. */
    public List<SimInstance> everyInstance(Provider provider, String account) {
        sweep();
        return Stream.concat(past.values().stream(), instances.values().stream())
                .filter(i -> i.provider() == provider && i.account().equals(account))
                .toList();
    }

    public Optional<SimInstance> find(Provider provider, String account, @Nullable String region, String id) {
        return Optional.ofNullable(instances.get(id))
                .filter(i -> i.provider() == provider
                        && i.account().equals(account)
                        && (region == null || i.region().equals(region)))
                // By the truth's record, so that what is changed keeps its tags.
                .filter(i -> shown(i).isPresent());
    }

    /** Every instance there ever was, as far back as bills go. */
    public List<SimInstance> ever() {
        sweep();
        return Stream.concat(past.values().stream(), instances.values().stream())
                .toList();
    }

    /**
     * Ends everything in a zone at once, without notice.
     *
     * @return what ended
     */
    public List<SimInstance> lose(Provider provider, String zone) {
        var lost = new ArrayList<SimInstance>();
        synchronized (changing) {
            Instant now = clock.instant();
            for (SimInstance instance : List.copyOf(instances.values())) {
                if (instance.provider() == provider
                        && instance.zone().equals(zone)
                        && InstanceStatus.of(instance, now).end() == null) {
                    SimInstance ended = instance.interruptedAt(now);
                    replace(ended);
                    lost.add(ended);
                }
            }
        }
        store.flush();
        return List.copyOf(lost);
    }

    /** Ends instances that have not ended yet; asking twice changes nothing. */
    public void delete(Collection<SimInstance> victims) {
        synchronized (changing) {
            Instant now = clock.instant();
            for (SimInstance victim : victims) {
                SimInstance current = instances.get(victim.id());
                if (current != null
                        && current.deletedAt() == null
                        && !InstanceStatus.of(current, now).ending()) {
                    replace(current.deletedAt(now));
                }
            }
        }
        store.flush();
    }

    /** Adds tags, or overwrites the values of those there are. */
    public void tag(Collection<SimInstance> targets, Map<String, String> tags) {
        synchronized (changing) {
            for (SimInstance target : targets) {
                SimInstance current = instances.get(target.id());
                if (current != null) {
                    replace(current.taggedWith(tags));
                }
            }
        }
        store.flush();
    }

    /**
     * Changes an instance as somebody in the provider's console would; what is null stays as it is.
     *
     * @param tags all that it has from then on
     * @return the instance as it is then, or empty if there is none that has not ended
     */
    public Optional<SimInstance> alter(
            String id, @Nullable String type, @Nullable Map<String, String> tags, @Nullable Boolean impaired) {
        SimInstance altered;
        synchronized (changing) {
            SimInstance current = instances.get(id);
            if (current == null || InstanceStatus.of(current, clock.instant()).ending()) {
                return Optional.empty();
            }
            altered = current.altered(type, tags, impaired);
            replace(altered);
        }
        store.flush();
        return Optional.of(altered);
    }

    /**
     * Starts another instance like one that runs, with the same tags, as somebody in the provider's console would.
     *
     * @return the new one, or empty if there is none that has not ended
     */
    public Optional<SimInstance> copy(String id) {
        SimInstance copy;
        synchronized (changing) {
            SimInstance model = instances.get(id);
            if (model == null || status(model).ending()) {
                return Optional.empty();
            }
            long number = serial.incrementAndGet();
            long hash = Seeded.hash(seed, model.provider().id() + "/" + number);
            copy = model.copied(
                    model.provider() == Provider.AWS ? awsId("i-", hash) : alibabaId(hash),
                    awsId("r-", Seeded.hash(hash, 7)),
                    clock.instant(),
                    privateIp(hash),
                    number << 32 | (hash & 0xffff_ffffL));
            store.serial(serial.get());
            replace(copy);
        }
        store.flush();
        return Optional.of(copy);
    }

    /** Ends an instance as somebody in the provider's console would; empty if there is none that has not ended. */
    public Optional<SimInstance> end(String id) {
        SimInstance current = instances.get(id);
        if (current == null || status(current).ending()) {
            return Optional.empty();
        }
        delete(List.of(current));
        return Optional.ofNullable(instances.get(id));
    }

    /**
     * Takes a spot instance back as the provider would: notice now, end after the provider's notice period.
     *
     * @return the instance with its end, or empty if there is no such running spot instance
     */
    public Optional<SimInstance> interrupt(String id) {
        SimInstance interrupted;
        synchronized (changing) {
            Instant now = clock.instant();
            SimInstance current = instances.get(id);
            if (current == null || !current.spot()) {
                return Optional.empty();
            }
            InstanceStatus status = InstanceStatus.of(current, now);
            if (status.end() != null) {
                return Optional.empty();
            }
            interrupted = current.interruptedAt(now.plus(InstanceStatus.notice(current)));
            replace(interrupted);
        }
        store.flush();
        return Optional.of(interrupted);
    }

    public InstanceStatus status(SimInstance instance) {
        return InstanceStatus.of(instance, clock.instant());
    }

    @Override
    public void close() {
        synchronized (changing) {
            store.close();
        }
    }

    private void replace(SimInstance instance) {
        instances.put(instance.id(), instance);
        store.put(instance);
    }

    private List<SimInstance> create(LaunchSpec spec, Instant now) {
        String reservation = null;
        var launched = new ArrayList<SimInstance>();
        for (int index = 0; index < spec.count(); index++) {
            long number = serial.incrementAndGet();
            long hash = Seeded.hash(seed, spec.provider().id() + "/" + number);
            String id = spec.provider() == Provider.AWS ? awsId("i-", hash) : alibabaId(hash);
            if (reservation == null) {
                reservation = awsId("r-", Seeded.hash(hash, 7));
            }
            Instant running = now.plusMillis(20_000 + (long) (Seeded.unit(Seeded.hash(hash, 1)) * 40_000));
            Instant workEnds = UserData.estimatedDuration(spec.userData())
                    .map(running::plus)
                    .orElse(null);
            launched.add(new SimInstance(
                    spec.provider(),
                    spec.account(),
                    spec.region(),
                    spec.pool().zone(),
                    id,
                    reservation,
                    index,
                    spec.pool().type().name(),
                    spec.imageId(),
                    spec.spot(),
                    spec.spotLimit(),
                    now,
                    running,
                    workEnds,
                    spec.shutdownTerminates(),
                    spec.spot() ? interruption(spec.provider(), spec.pool(), spec.spotLimit(), now, hash) : null,
                    null,
                    spec.detailedMonitoring(),
                    spec.name(),
                    spec.clientToken() == null ? "" : spec.clientToken(),
                    privateIp(hash),
                    number << 32 | (hash & 0xffff_ffffL),
                    spec.tags(),
                    UserData.isBad(spec.userData()) ? true : null));
        }
        return launched;
    }

    /**
     * When the provider will want a spot instance back: an exponential draw whose share within a month is the pool's
     * interruption rate, or the first moment the price exceeds the user's limit.
     */
    private static Instant interruption(
            Provider provider, Pool pool, @Nullable BigDecimal limit, Instant now, long hash) {
        double perSecond = -Math.log1p(-pool.interruptionRate()) / MONTH.toSeconds();
        double draw = -Math.log1p(-Seeded.unit(Seeded.hash(hash, 2)));
        // A rate of zero would be never; ten years are as good, and fit an instant.
        double seconds = Math.min(
                draw / Math.max(perSecond, 1e-12), Duration.ofDays(3_650).toSeconds());
        Instant drawn = now.plusSeconds(Math.max(180, (long) seconds));
        return outlook(provider, pool, limit, now).filter(drawn::isAfter).orElse(drawn);
    }

    /** When market and weather will take a spot instance back, as far as they are known: no capacity, or a price above its limit. */
    public static Optional<Instant> outlook(Provider provider, Pool pool, @Nullable BigDecimal limit, Instant from) {
        Optional<Instant> lost = pool.spotLost(from).map(at -> at.plus(InstanceStatus.notice(provider)));
        Optional<Instant> tooDear = limit == null ? Optional.empty() : pool.firstAbove(limit, from, PRICE_OUTLOOK);
        return Stream.of(lost, tooDear).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    /** The same with a new draw of the pool's own interruptions. */
    public static Instant redrawn(SimInstance instance, Pool pool, Instant from) {
        return interruption(instance.provider(), pool, instance.spotLimit(), from, instance.seed());
    }

    /** The metrics of instances. */
    public MetricSeries metrics() {
        return metrics;
    }

    /**
     * Changes when running spot instances will be taken back. Those that have had their notice keep their end.
     *
     * @param ends the new end of an instance; empty leaves it as it is
     * @return the instances that changed
     */
    public List<SimInstance> reschedule(Function<SimInstance, Optional<Instant>> ends) {
        var changed = new ArrayList<SimInstance>();
        synchronized (changing) {
            Instant now = clock.instant();
            for (SimInstance instance : List.copyOf(instances.values())) {
                InstanceStatus status = InstanceStatus.of(instance, now);
                if (!instance.spot() || status.end() != null || status.noticedUntil() != null) {
                    continue;
                }
                Optional<Instant> end = ends.apply(instance);
                if (end.isPresent() && !end.get().equals(instance.interruptedAt())) {
                    SimInstance next = instance.interruptedAt(end.get());
                    replace(next);
                    changed.add(next);
                }
            }
        }
        store.flush();
        return changed;
    }

    /** Forgets what ended long ago, once a minute at most. */
    private void sweep() {
        Instant wall = clock.wallInstant();
        synchronized (changing) {
            if (wall.isBefore(swept.plus(Duration.ofMinutes(1)))) {
                return;
            }
            swept = wall;
            Instant now = clock.instant();
            Set<String> gone = new HashSet<>();
            for (SimInstance i : instances.values()) {
                InstanceStatus status = InstanceStatus.of(i, now);
                if (status.state() == InstanceStatus.State.GONE) {
                    Instant seen = goneSince.computeIfAbsent(i.id(), id -> wall);
                    if (status.since().plus(SEEN_DOMAIN).isBefore(now)
                            && seen.plus(SEEN_WALL).isBefore(wall)) {
                        gone.add(i.id());
                    }
                }
            }
            List<String> spent = tokens.entrySet().stream()
                    .filter(e -> e.getValue().at().plus(TOKEN_LIFE).isBefore(wall)
                            && e.getValue().instanceIds().stream()
                                    .allMatch(id -> gone.contains(id) || !instances.containsKey(id)))
                    .map(Map.Entry::getKey)
                    .toList();
            List<SimInstance> archived =
                    gone.stream().map(instances::get).filter(Objects::nonNull).toList();
            archived.forEach(i -> past.put(i.id(), i));
            store.archive(archived);
            gone.forEach(instances::remove);
            gone.forEach(launchedNanos::remove);
            gone.forEach(goneSince::remove);
            forgetPast(now);
            spent.forEach(tokens::remove);
            store.remove(gone, spent);
        }
    }

    private void forgetPast(Instant now) {
        List<String> old = past.values().stream()
                .filter(i -> InstanceStatus.of(i, now).since().plus(BILLED).isBefore(now))
                .map(SimInstance::id)
                .collect(Collectors.toCollection(ArrayList::new));
        past.keySet().stream()
                .limit(Math.max(0, past.size() - old.size() - MOST_BILLED))
                .forEach(old::add);
        old.forEach(past::remove);
        store.forgetPast(old);
    }

    private static String awsId(String prefix, long hash) {
        return prefix + "0" + HexFormat.of().toHexDigits(hash);
    }

    /** ECS ids are {@code i-} and 20 characters of lower-case letters and digits, the first three naming a cell. */
    private static String alibabaId(long hash) {
        String digits = "00000000000000" + Long.toUnsignedString(hash, 36);
        return "i-bp1" + "sim" + digits.substring(digits.length() - 14);
    }

    private static String privateIp(long hash) {
        return "172.31." + (hash >>> 8 & 0xff) + "." + (4 + (hash >>> 16 & 0xff) % 250);
    }
}
