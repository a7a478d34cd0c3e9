package io.swen.telemetry.cloud;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.catalog.Provider;
import io.swen.platform.dependency.Dependencies;
import io.swen.platform.dependency.ServiceDependencies;
import io.swen.platform.trace.SpanName;
import io.swen.platform.trace.Traces;
import io.swen.telemetry.support.TelemetryMetric;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * The one way out to the clouds: every attempt is counted against a budget, stopped while a region fails, timed, and tried
 * again with jitter only as long as retries stay a small share of all calls.
 */
@Component
class CloudCalls {

    private static final Duration LONGEST_WAIT_FOR_BUDGET = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration OPEN = Duration.ofSeconds(15);
    private static final Set<CloudErrorCode> SAYS_NOTHING =
            EnumSet.of(CloudErrorCode.REFUSED, CloudErrorCode.SPENDING_STOPPED, CloudErrorCode.THROTTLED);

    private static final int WINDOW = 10;
    private static final int FEWEST_CALLS = 5;

    private final MeterRegistry metrics;
    private final CallLedger ledger;
    private final Traces traces;
    private final Dependencies dependencies;
    private final Map<Provider, RateLimiter> apiBudgets = new EnumMap<>(Provider.class);
    private final Map<Provider, RateLimiter> queueBudgets = new EnumMap<>(Provider.class);
    private final Map<Provider, RetryBudget> retryBudgets = new EnumMap<>(Provider.class);
    private final Map<Provider, Retry> retries = new EnumMap<>(Provider.class);
    private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();
    private final CircuitBreakerConfig breakerConfig = CircuitBreakerConfig.custom()
            .slidingWindowSize(WINDOW)
            .minimumNumberOfCalls(FEWEST_CALLS)
            .failureRateThreshold(50)
            .waitDurationInOpenState(OPEN)
            .permittedNumberOfCallsInHalfOpenState(2)
            // What the provider refuses as wrong or as too much says nothing about its health.
            .ignoreException(thrown -> thrown instanceof CloudException e && SAYS_NOTHING.contains(e.code()))
            .build();

    CloudCalls(
            CloudProperties properties,
            MeterRegistry metrics,
            CallLedger ledger,
            Traces traces,
            Dependencies dependencies) {
        this.metrics = metrics;
        this.ledger = ledger;
        this.traces = traces;
        this.dependencies = dependencies;
        for (Provider provider : Provider.values()) {
            apiBudgets.put(provider, budget(provider.id(), properties.callsPerSecond()));
            queueBudgets.put(provider, budget(provider.id() + "-queues", properties.queueCallsPerSecond()));
            RetryBudget retryBudget = new RetryBudget();
            retryBudgets.put(provider, retryBudget);
            retries.put(provider, Retry.of(provider.id(), retryConfig(properties, retryBudget)));
        }
    }

    private static RateLimiter budget(String name, int callsPerSecond) {
        return RateLimiter.of(
                name,
                RateLimiterConfig.custom()
                        .limitRefreshPeriod(Duration.ofSeconds(1))
                        .limitForPeriod(callsPerSecond)
                        .timeoutDuration(LONGEST_WAIT_FOR_BUDGET)
                        .build());
    }

    /** Makes a call that the provider bills as one, if at all. */
    <T> T call(CloudAction action, String region, Supplier<T> call) {
        return call(action, region, 1, call);
    }

    /**
     * Makes a call.
     *
     * @param region what the circuit breaker tells apart
     * @param units how many the provider bills
     * @param call fails with {@link CloudException}
     */
    <T> T call(CloudAction action, String region, long units, Supplier<T> call) {
        Provider provider = action.provider();
        required(retryBudgets.get(provider)).called();
        return traces.span(SpanName.CLOUD, action.id())
                .tag("peer.service", provider.id())
                .tag("region", region)
                .call(() ->
                        required(retries.get(provider)).executeSupplier(() -> attempt(action, region, units, call)));
    }

    private <T> T attempt(CloudAction action, String region, long units, Supplier<T> call) {
        Provider provider = action.provider();
        CircuitBreaker breaker =
                breakers.computeIfAbsent(provider.id() + "/" + region, name -> CircuitBreaker.of(name, breakerConfig));
        RateLimiter budget = required((action.isOfQueue() ? queueBudgets : apiBudgets).get(provider));
        if (!budget.acquirePermission()) {
            throw counted(
                    action,
                    new CloudException(
                            provider,
                            CloudErrorCode.BUDGET_EXHAUSTED,
                            "more than " + budget.getRateLimiterConfig().getLimitForPeriod()
                                    + " calls a second are wanted",
                            null));
        }
        long started = System.nanoTime();
        try {
            T answer = breaker.executeSupplier(() -> {
                ledger.charge(action, units);
                return dependencies.call(ServiceDependencies.Kind.CLOUD, provider.id(), call);
            });
            record(action, "ok", System.nanoTime() - started);
            return answer;
        } catch (CallNotPermittedException e) {
            throw counted(
                    action,
                    new CloudException(
                            provider, CloudErrorCode.CIRCUIT_OPEN, region + " failed lately; not asked for now", e));
        } catch (CloudException e) {
            record(action, e.code().name().toLowerCase(Locale.ROOT), System.nanoTime() - started);
            throw e;
        }
    }

    private CloudException counted(CloudAction action, CloudException e) {
        record(action, e.code().name().toLowerCase(Locale.ROOT), 0);
        return e;
    }

    private void record(CloudAction action, String outcome, long nanos) {
        metrics.timer(
                        TelemetryMetric.CLOUD_CALLS.id(),
                        "provider",
                        action.provider().id(),
                        "action",
                        action.id(),
                        "outcome",
                        outcome)
                .record(Duration.ofNanos(nanos));
    }

    private static RetryConfig retryConfig(CloudProperties properties, RetryBudget budget) {
        return RetryConfig.custom()
                .maxAttempts(properties.attempts())
                .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(
                        FIRST_PAUSE.toMillis(), 2.0, 0.5, LONGEST_PAUSE.toMillis()))
                .retryOnException(
                        thrown -> thrown instanceof CloudException e && e.code().isWorthRetrying() && budget.mayRetry())
                .failAfterMaxAttempts(false)
                .build();
    }

    private static <T> T required(@org.jspecify.annotations.Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("every provider has its limits");
        }
        return value;
    }

    /** Lets retries be a tenth of all calls, with a few in hand, so that an outage is not answered with a storm. */
    private static final class RetryBudget {

        private static final double SHARE = 0.1;
        private static final double MOST = 10;

        private double left = MOST;

        synchronized void called() {
            left = Math.min(MOST, left + SHARE);
        }

        synchronized boolean mayRetry() {
            if (left < 1) {
                return false;
            }
            left -= 1;
            return true;
        }
    }
}
