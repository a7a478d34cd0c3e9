package io.swen.gitops.deploy;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.swen.gitops.contract.Provider;
import io.swen.platform.dependency.Dependencies;
import io.swen.platform.dependency.ServiceDependencies;
import io.swen.platform.trace.SpanName;
import io.swen.platform.trace.Traces;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Retries with jitter what may help to retry, and stops calling a region for a while when it keeps failing. */
final class CloudCalls {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(300);
    private static final double GROWTH = 2.0;
    private static final double JITTER = 0.4;

    private final Retry retry;
    private final CircuitBreakerConfig breakerConfig = CircuitBreakerConfig.custom()
            .slidingWindowSize(20)
            .minimumNumberOfCalls(10)
            .failureRateThreshold(80)
            .waitDurationInOpenState(Duration.ofSeconds(5))
            .permittedNumberOfCallsInHalfOpenState(2)
            .recordException(e -> e instanceof CloudException failure
                    && (failure.kind() == CloudException.Kind.UNAVAILABLE
                            || failure.kind() == CloudException.Kind.TIMEOUT))
            .build();
    private final ConcurrentMap<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();
    private final Provider provider;
    private final Traces traces;
    private final Dependencies dependencies;

    CloudCalls(Provider provider, int attempts, Traces traces, Dependencies dependencies) {
        this.provider = provider;
        this.traces = traces;
        this.dependencies = dependencies;
        this.retry = Retry.of(
                provider.id(),
                RetryConfig.custom()
                        .maxAttempts(attempts)
                        .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE, GROWTH, JITTER))
                        .retryOnException(e -> e instanceof CloudException failure
                                && failure.kind().isRetryable())
                        .build());
    }

    <T> T call(String region, Supplier<T> call) {
        return traces.span(SpanName.CLOUD, provider.id())
                .tag("peer.service", provider.id())
                .tag("region", region)
                .call(() -> repeated(region, call));
    }

    private <T> T repeated(String region, Supplier<T> call) {
        CircuitBreaker breaker =
                breakers.computeIfAbsent(region, name -> CircuitBreaker.of(provider.id() + "-" + name, breakerConfig));
        boolean[] doubt = {false};
        try {
            return retry.executeSupplier(() -> {
                try {
                    return breaker.executeSupplier(
                            () -> dependencies.call(ServiceDependencies.Kind.CLOUD, provider.id(), call));
                } catch (CloudException failure) {
                    doubt[0] |= failure.isInDoubt();
                    throw failure;
                }
            });
        } catch (CloudException last) {
            throw doubt[0] && !last.isInDoubt() ? last.afterDoubt() : last;
        } catch (CallNotPermittedException open) {
            throw new CloudException(
                    CloudException.Kind.UNAVAILABLE, region + " keeps failing and is left alone for a while", open);
        }
    }
}
