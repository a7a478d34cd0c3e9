package io.swen.telemetry.metrics;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.catalog.Provider;
import io.swen.platform.money.Money;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.telemetry.catalog.PurchaseOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The instances that were seen, and their metrics over time. */
@RestController
class MetricsController {

    private final MetricQueries queries;

    MetricsController(MetricQueries queries) {
        this.queries = queries;
    }

    /** The newest value of a metric. */
    record LatestMetric(
            String name, String unit, double value, Instant observedAt, Instant receivedAt, boolean stale) {}

    /**
     * An instance as last seen.
     *
     * @param price what its offer costs now, USD per hour; null where the offer is not known
     * @param endedAt when the provider stopped charging for it; null while it does
     */
    record Instance(
            Provider provider,
            String region,
            String zone,
            String instanceId,
            String instanceType,
            PurchaseOption purchaseOption,
            String offerId,
            @Nullable Money price,
            String state,
            @Nullable String workload,
            @Nullable String team,
            @Nullable String environment,
            Instant launchedAt,
            Instant lastSeenAt,
            @Nullable Instant endedAt,
            boolean simulated,
            List<LatestMetric> metrics) {

        Instance {
            metrics = List.copyOf(metrics);
        }
    }

    /** The mean over the step that begins at {@code time}; null where nothing was measured. */
    record Point(Instant time, @Nullable Double value) {}

    /** One metric of one instance. */
    record Series(
            String name,
            String unit,
            Provider provider,
            String region,
            String instanceId,
            @Nullable String workload,
            @Nullable String team,
            @Nullable String environment,
            boolean simulated,
            List<Point> points) {

        Series {
            points = List.copyOf(points);
        }
    }

    /**
     * An answer to a range query; all series have the same times.
     *
     * @param truncated whether there are more series than the answer shows
     */
    record Range(Instant from, Instant to, Duration step, boolean truncated, List<Series> series) {

        Range {
            series = List.copyOf(series);
        }
    }

    @Operation(summary = "Lists the instances that were seen, newest first, each with its newest metrics")
    @GetMapping(path = "/api/v1/instances", produces = "application/json")
    Page<Instance> instances(
            @RequestParam(name = "provider", required = false)
                    @Parameter(schema = @Schema(allowableValues = {"aws", "alibaba"}))
                    @Nullable
                    String provider,
            @RequestParam(name = "region", required = false) @Nullable String region,
            @RequestParam(name = "workload", required = false) @Nullable String workload,
            @RequestParam(name = "state", required = false)
                    @Parameter(
                            schema =
                                    @Schema(
                                            allowableValues = {"pending", "running", "stopping", "stopped", "terminated"
                                            }))
                    @Nullable
                    String state,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        return queries.instances(
                new InstanceStore.Filter(provider(provider), region, null, workload, state(state)),
                Actor.current(),
                Cursors.number(cursor),
                Cursors.limit(limit));
    }

    @Operation(
            summary = "Means of metrics over time, aligned to the step, with null for gaps",
            description =
                    "At most 1,000 points a series and 100 series. Without step, one is chosen that gives at most 300.")
    @GetMapping(path = "/api/v1/metrics", produces = "application/json")
    Range metrics(
            @RequestParam(name = "name", required = false)
                    @Parameter(schema = @Schema(allowableValues = {"cpu_utilization", "network_in", "network_out"}))
                    @Nullable
                    String name,
            @RequestParam(name = "instance", required = false) @Nullable String instance,
            @RequestParam(name = "workload", required = false) @Nullable String workload,
            @RequestParam(name = "from", required = false) @Nullable Instant from,
            @RequestParam(name = "to", required = false) @Nullable Instant to,
            @RequestParam(name = "step", required = false)
                    @Parameter(schema = @Schema(type = "string", example = "PT1M"))
                    @Nullable
                    Duration step) {
        return queries.range(name, instance, workload, from, to, step, Actor.current());
    }

    private static @Nullable Provider provider(@Nullable String given) {
        if (given == null) {
            return null;
        }
        for (Provider provider : Provider.values()) {
            if (provider.id().equals(given)) {
                return provider;
            }
        }
        throw ProblemException.invalidField("provider", given, "one of aws, alibaba");
    }

    private static @Nullable String state(@Nullable String given) {
        if (given != null && !MetricQueries.STATES.contains(given.toLowerCase(Locale.ROOT))) {
            throw ProblemException.invalidField("state", given, "one of " + String.join(", ", MetricQueries.STATES));
        }
        return given;
    }
}
