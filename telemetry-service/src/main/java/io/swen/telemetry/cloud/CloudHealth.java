package io.swen.telemetry.cloud;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.catalog.Provider;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.support.TelemetryMetric;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Judges each provider by what its calls answered, region by region and feed by feed, and tells once when that changes.
 *
 * <p>Times are wall time, because calls are made in wall time.
 */
@Component
public class CloudHealth {

    private static final Logger LOG = LoggerFactory.getLogger(CloudHealth.class);
    private static final int FEWEST_FAILURES = 3;

    /** A part of a provider that does not answer. */
    public record Failing(Feed feed, String region, String reason, Instant since) {}

    private record Scope(Feed feed, String region) {}

    /** What is known of a provider in this process; guarded by itself. */
    private static final class Record {
        private final Map<Scope, Failing> failing = new ConcurrentHashMap<>();
        private @Nullable Instant lastSuccess;
        private int failuresSince;
        private boolean heard;
    }

    private final CloudProperties properties;
    private final ProviderStateRepository states;
    private final EventLog events;
    private final Clock clock;
    private final TransactionTemplate transactions;
    private final InstantSource wall = InstantSource.system();
    private final Instant started = wall.instant();
    private final Map<Provider, Record> records = new EnumMap<>(Provider.class);

    CloudHealth(
            CloudProperties properties,
            ProviderStateRepository states,
            EventLog events,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.properties = properties;
        this.states = states;
        this.events = events;
        this.clock = clock;
        this.transactions = new TransactionTemplate(transactions);
        for (Provider provider : Provider.values()) {
            records.put(provider, new Record());
        }
    }

    /** A call answered. */
    public void answered(Provider provider, Feed feed, String region) {
        Record known = known(provider);
        synchronized (known) {
            known.heard = true;
            known.lastSuccess = wall.instant();
            known.failuresSince = 0;
            known.failing.remove(new Scope(feed, region));
        }
    }

    /** A call failed, after all its attempts. */
    public void failed(Provider provider, Feed feed, String region, CloudException why) {
        if (why.code() == CloudErrorCode.BUDGET_EXHAUSTED) {
            // Our own budget says nothing about the provider.
            return;
        }
        Record known = known(provider);
        String reason = String.valueOf(why.getMessage());
        synchronized (known) {
            known.heard = true;
            known.failuresSince++;
            known.failing.merge(
                    new Scope(feed, region),
                    new Failing(feed, region, reason, clock.instant()),
                    // That a region is not asked for now is the consequence; the reader wants the cause.
                    (before, now) -> new Failing(
                            feed,
                            region,
                            why.code() == CloudErrorCode.CIRCUIT_OPEN ? before.reason() : now.reason(),
                            before.since()));
        }
        LOG.debug("{} {} of {}", feed.id(), region, reason);
    }

    /**
     * Only these regions are asked for a feed from now on: what failed elsewhere is not known to fail any more, and nobody
     * would ever find out that it answers again.
     */
    public void asksOnly(Provider provider, Feed feed, Set<String> regions) {
        Record known = known(provider);
        synchronized (known) {
            known.failing.keySet().removeIf(scope -> scope.feed() == feed && !regions.contains(scope.region()));
        }
    }

    /** How a provider is doing, as last told. */
    public ProviderHealth of(Provider provider) {
        return states.findById(provider)
                .orElseGet(() -> ProviderState.unheard(provider, clock.instant()))
                .health(properties.simulated());
    }

    /** The parts of a provider that do not answer at the moment. */
    public List<Failing> failing(Provider provider) {
        return known(provider).failing.values().stream()
                .sorted(Comparator.comparing(Failing::region).thenComparing(Failing::feed))
                .toList();
    }

    private record Verdict(
            ProviderHealth.State state, @Nullable String reason) {}

    /** Judges all providers, and stores and tells what changed. */
    void judge() {
        for (Provider provider : Provider.values()) {
            Verdict verdict = verdict(provider);
            if (verdict != null) {
                transactions.executeWithoutResult(status -> note(provider, verdict));
            }
        }
    }

    private void note(Provider provider, Verdict verdict) {
        Instant now = clock.instant();
        ProviderState state = states.findById(provider).orElse(null);
        boolean first = state == null;
        ProviderState noted = state == null ? ProviderState.unheard(provider, now) : state;
        ProviderHealth before = noted.health(properties.simulated());
        if (!first && before.state() == verdict.state() && Objects.equals(before.reason(), verdict.reason())) {
            return;
        }
        boolean changed = noted.become(verdict.state(), verdict.reason(), now);
        states.saveAndFlush(noted);
        // The first answer ever is no news of an outage.
        if (changed && !(first && verdict.state() == ProviderHealth.State.FRESH)) {
            LOG.warn("{} is {}: {}", provider.id(), verdict.state().id(), verdict.reason());
            events.append(
                    new Event(
                            TelemetryStale.TYPE,
                            provider.id(),
                            null,
                            null,
                            new TelemetryStale(
                                    provider.id(),
                                    verdict.state().id(),
                                    before.state().id(),
                                    verdict.reason(),
                                    now)),
                    null);
        }
    }

    /** Null while nothing is known in this process: what was stored before counts. */
    private @Nullable Verdict verdict(Provider provider) {
        Record known = known(provider);
        Instant now = wall.instant();
        synchronized (known) {
            Instant last = known.lastSuccess;
            Instant quietSince = last == null ? started : last;
            if (!known.heard) {
                return quietSince.plus(properties.staleAfter()).isBefore(now)
                        ? new Verdict(ProviderHealth.State.STALE, "not asked since this service started")
                        : null;
            }
            if (known.failuresSince >= FEWEST_FAILURES
                    && quietSince.plus(properties.unavailableAfter()).isBefore(now)) {
                return new Verdict(ProviderHealth.State.UNAVAILABLE, reason(known));
            }
            if (known.failing.keySet().stream().anyMatch(scope -> scope.feed().isLive())) {
                return new Verdict(ProviderHealth.State.STALE, reason(known));
            }
            return quietSince.plus(properties.staleAfter()).isBefore(now)
                    ? new Verdict(ProviderHealth.State.STALE, "no answer lately")
                    : new Verdict(ProviderHealth.State.FRESH, null);
        }
    }

    /** The part that has failed longest, and how many others do. */
    private static String reason(Record known) {
        Failing oldest = known.failing.values().stream()
                .min(Comparator.comparing(Failing::since).thenComparing(Failing::region))
                .orElseThrow(() -> new IllegalStateException("nothing fails"));
        int others = known.failing.size() - 1;
        return oldest.feed().id() + " of " + oldest.region() + ": " + oldest.reason()
                + (others == 0 ? "" : " (and " + others + " more)");
    }

    private Record known(Provider provider) {
        Record known = records.get(provider);
        if (known == null) {
            throw new IllegalStateException("every provider has a record");
        }
        return known;
    }

    /** Judges every few seconds. */
    @Component
    static final class JudgeJob implements BackgroundJob {

        private static final Duration EVERY = Duration.ofSeconds(3);

        private final CloudHealth health;

        JudgeJob(CloudHealth health, MeterRegistry metrics) {
            this.health = health;
            for (Provider provider : Provider.values()) {
                Gauge.builder(
                                TelemetryMetric.FEEDS_FAILING.id(),
                                health,
                                all -> all.failing(provider).size())
                        .tag("provider", provider.id())
                        .register(metrics);
            }
        }

        @Override
        public String name() {
            return "provider-health";
        }

        @Override
        public Duration interval() {
            return EVERY;
        }

        @Override
        public void run() {
            health.judge();
        }
    }
}
