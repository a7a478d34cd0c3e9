package io.swen.telemetry.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.telemetry.metrics.SampleWriter.Outcome;
import io.swen.telemetry.support.TelemetryMetric;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Where samples come in, whoever brings them. */
@Component
public class SampleIntake {

    private static final Logger LOG = LoggerFactory.getLogger(SampleIntake.class);
    private static final Duration WHEN_FULL = Duration.ofSeconds(1);
    private static final Duration WHEN_DOWN = Duration.ofSeconds(2);

    private final SeriesRegistry registry;
    private final SampleWriter writer;
    private final SampleProperties properties;
    private final MetricsProperties metricsProperties;
    private final Clock clock;
    private final Counter accepted;
    private final Counter refused;
    private final Counter turnedAway;

    SampleIntake(
            SeriesRegistry registry,
            SampleWriter writer,
            SampleProperties properties,
            MetricsProperties metricsProperties,
            Clock clock,
            MeterRegistry metrics) {
        this.registry = registry;
        this.writer = writer;
        this.properties = properties;
        this.metricsProperties = metricsProperties;
        this.clock = clock;
        this.accepted = metrics.counter(TelemetryMetric.SAMPLES.id(), "outcome", "accepted");
        this.refused = metrics.counter(TelemetryMetric.SAMPLES.id(), "outcome", "refused");
        this.turnedAway = metrics.counter(TelemetryMetric.SAMPLES.id(), "outcome", "turned_away");
    }

    /**
     * Begins a batch.
     *
     * @param caller who may only write for the teams and environments it sees; null for this service itself
     */
    public SampleBatch open(@Nullable Actor caller) {
        Instant now = clock.instant();
        return new SampleBatch(
                caller, now.minus(metricsProperties.retention()), now.plus(properties.future()), registry);
    }

    /**
     * Stores a batch and returns once it is durable.
     *
     * @throws ProblemException 429 where more arrives than is taken, 503 where the database does not answer; sending the batch again
     *     never stores a sample twice
     */
    public void store(SampleBatch batch) {
        store(List.of(batch));
    }

    /** Stores batches together and in their order, and returns once all are durable; throws as it does for one. */
    public void store(List<SampleBatch> batches) {
        try {
            batches.forEach(SampleBatch::resolve);
        } catch (DataAccessException | TransactionException e) {
            int waiting = batches.stream().mapToInt(SampleBatch::accepted).sum();
            LOG.warn("series of {} samples could not be looked up: {}", waiting, e.toString());
            turnedAway.increment(waiting);
            throw down();
        }
        SampleBatch all = SampleBatch.joined(batches);
        if (all.accepted() > 0) {
            switch (await(all)) {
                case DURABLE -> accepted.increment(all.accepted());
                case FULL -> {
                    turnedAway.increment(all.accepted());
                    throw ProblemException.retryLater(
                            ErrorCode.TOO_MANY_REQUESTS,
                            "more samples arrive than can be stored at the moment; none of these was",
                            WHEN_FULL);
                }
                case DOWN -> {
                    turnedAway.increment(all.accepted());
                    throw down();
                }
            }
        }
        refused.increment(batches.stream().mapToInt(SampleBatch::refusedCount).sum());
    }

    private Outcome await(SampleBatch batch) {
        try {
            return writer.write(batch).get(properties.answerWithin().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Outcome.DOWN;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.DOWN;
        }
    }

    private static ProblemException down() {
        return ProblemException.retryLater(
                ErrorCode.UNAVAILABLE,
                "samples cannot be stored at the moment; whether these were is not known, and sending them again does no harm",
                WHEN_DOWN);
    }
}
