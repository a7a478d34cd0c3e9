package io.swen.telemetry.forecast;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.telemetry.catalog.OfferKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is foreseen, how good earlier forecasts were, and when capacity ends. */
@RestController
class ForecastController {

    private final ForecastQueries queries;

    ForecastController(ForecastQueries queries) {
        this.queries = queries;
    }

    /**
     * How much history there is where it does not suffice.
     *
     * @param known steps with a value
     * @param needed for the horizon that was asked for
     */
    record Lacking(int known, int needed, String reason) {}

    /**
     * What is foreseen of a series.
     *
     * @param madeAt what came later is not in it
     * @param model null where too little is known
     * @param season after which the series repeats itself; null for none
     * @param mase the model's error on the past, 1 is that of repeating the last season
     * @param errors the same of each model that was tried; empty for a stored forecast
     * @param lacking null where there is a forecast
     */
    record ForecastView(
            String series,
            String unit,
            Instant madeAt,
            Duration step,
            @Nullable String model,
            @Nullable Duration season,
            @Nullable Double mase,
            Map<ForecastModel, Double> errors,
            List<ForecastPoint> points,
            @Nullable Lacking lacking) {

        ForecastView {
            errors = Map.copyOf(errors);
            points = List.copyOf(points);
        }
    }

    /**
     * How good a forecast was.
     *
     * @param relativeError mean absolute error over that of the last known value; null where that one was exact
     * @param covered50 the share of values within the interval
     */
    record Accuracy(
            Instant madeAt,
            String model,
            double promisedMase,
            int points,
            double meanAbsoluteError,
            @Nullable Double relativeError,
            double covered50,
            double covered80,
            double covered95) {}

    /** The newest forecasts whose future is past. */
    record AccuracyView(String series, List<Accuracy> items) {

        AccuracyView {
            items = List.copyOf(items);
        }
    }

    /**
     * When a region's demand passes its quota.
     *
     * @param quota virtual processors
     * @param quotaSource {@code configured} or {@code asked}
     * @param demand now; null where nothing is known
     * @param probability that it is passed within the horizon; null where too little is known
     * @param likelyAt the first step by which that is more likely than not
     */
    record CapacityPlan(
            String region,
            double quota,
            String quotaSource,
            @Nullable Double demand,
            @Nullable Double probability,
            @Nullable Instant likelyAt,
            List<CapacityPlanner.Step> steps,
            @Nullable Lacking lacking) {

        CapacityPlan {
            steps = List.copyOf(steps);
        }
    }

    /** Plans of all regions with a quota, or of the one that was asked for. */
    record CapacityView(Instant time, Duration step, int paths, long seed, List<CapacityPlan> items) {

        CapacityView {
            items = List.copyOf(items);
        }
    }

    @Operation(
            summary = "What is foreseen of a series, with intervals of 50, 80 and 95 %",
            description = "Series: " + ForecastSeries.ALLOWED + ". Costs are foreseen by days, all others by hours.")
    @GetMapping(path = "/api/v1/forecasts", produces = "application/json")
    ForecastView forecast(
            @RequestParam(name = "series") String series,
            @RequestParam(name = "horizon", required = false)
                    @Parameter(schema = @Schema(type = "string", example = "PT48H"))
                    @Nullable
                    Duration horizon) {
        return queries.forecast("series", ForecastSeries.parse(series), horizon, Actor.current());
    }

    @Operation(summary = "How good the newest forecasts of a series were, once their future was past")
    @GetMapping(path = "/api/v1/forecasts/errors", produces = "application/json")
    AccuracyView errors(@RequestParam(name = "series") String series) {
        return queries.errors(ForecastSeries.parse(series), Actor.current());
    }

    @Operation(summary = "What an offer's price is foreseen to be")
    @GetMapping(path = "/api/v1/prices/forecast", produces = "application/json")
    ForecastView price(
            @RequestParam(name = "offer_id") String offerId,
            @RequestParam(name = "horizon", required = false)
                    @Parameter(schema = @Schema(type = "string", example = "PT48H"))
                    @Nullable
                    Duration horizon) {
        OfferKey offer;
        try {
            offer = OfferKey.parse(offerId);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidField(
                    "offer_id", offerId, "zone/instance_type/purchase_option, such as aws:use1-az1/m7i.large/spot");
        }
        return queries.forecast("offer_id", new ForecastSeries.Price(offer), horizon, Actor.current());
    }

    @Operation(
            summary = "When demand passes quota, with probability",
            description =
                    "Without a region, of all regions with a configured quota. quota, in virtual processors, takes the"
                            + " place of the configured one. The same seed gives the same answer.")
    @GetMapping(path = "/api/v1/capacity", produces = "application/json")
    CapacityView capacity(
            @RequestParam(name = "region", required = false) @Nullable String region,
            @RequestParam(name = "quota", required = false) @Nullable Double quota,
            @RequestParam(name = "horizon", required = false)
                    @Parameter(schema = @Schema(type = "string", example = "P7D"))
                    @Nullable
                    Duration horizon,
            @RequestParam(name = "seed", required = false) @Nullable Long seed) {
        return queries.capacity(region, quota, horizon, seed == null ? 0 : seed, Actor.current());
    }
}
