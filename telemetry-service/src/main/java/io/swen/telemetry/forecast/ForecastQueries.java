package io.swen.telemetry.forecast;

import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.telemetry.forecast.ForecastController.Accuracy;
import io.swen.telemetry.forecast.ForecastController.AccuracyView;
import io.swen.telemetry.forecast.ForecastController.CapacityPlan;
import io.swen.telemetry.forecast.ForecastController.CapacityView;
import io.swen.telemetry.forecast.ForecastController.ForecastView;
import io.swen.telemetry.forecast.ForecastController.Lacking;
import io.swen.telemetry.forecast.ForecastStore.Stored;
import io.swen.telemetry.forecast.HistoryReader.History;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers what is foreseen: from what is stored where that is fresh and reaches far enough, else anew. */
@Component
class ForecastQueries {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int USUAL_STEPS = 24;
    private static final int MOST_STEPS = 400;
    private static final Duration USUAL_PLAN = Duration.ofDays(7);
    private static final int ERRORS_SHOWN = 50;

    private final ForecastStore store;
    private final HistoryReader histories;
    private final ForecastWorker worker;
    private final ForecastProperties properties;
    private final CapacityProperties capacity;
    private final Clock clock;

    ForecastQueries(
            ForecastStore store,
            HistoryReader histories,
            ForecastWorker worker,
            ForecastProperties properties,
            CapacityProperties capacity,
            Clock clock) {
        this.store = store;
        this.histories = histories;
        this.worker = worker;
        this.properties = properties;
        this.capacity = capacity;
        this.clock = clock;
    }

    /** @param field the parameter that named the series, for problems */
    ForecastView forecast(String field, ForecastSeries series, @Nullable Duration horizon, Actor actor) {
        checkVisible(series, actor);
        Instant now = clock.instant();
        Optional<Stored> newest = store.newest(series.name());
        if (newest.isPresent()
                && newest.get().madeAt().plus(properties.refresh()).isAfter(now)) {
            Stored stored = newest.get();
            List<ForecastPoint> points = store.points(stored.id()).stream()
                    .filter(point -> point.time().plus(stored.step()).isAfter(now))
                    .toList();
            int steps = steps(horizon, stored.step());
            if (points.size() >= steps) {
                return new ForecastView(
                        series.name(),
                        stored.unit(),
                        stored.madeAt(),
                        stored.step(),
                        stored.model(),
                        stored.season(),
                        stored.mase(),
                        Map.of(),
                        points.subList(0, steps),
                        null);
            }
        }
        History history =
                histories.read(series, now).orElseThrow(() -> ProblemException.notFound(field, series.name()));
        ForecastOutcome outcome = worker.forecast(history.points(), history.step(), steps(horizon, history.step()));
        return switch (outcome) {
            case Forecast made ->
                new ForecastView(
                        series.name(),
                        history.unit(),
                        now,
                        history.step(),
                        made.model().id(),
                        made.season(),
                        made.mase(),
                        made.errors(),
                        made.points(),
                        null);
            case TooLittleHistory lacking ->
                new ForecastView(
                        series.name(),
                        history.unit(),
                        now,
                        history.step(),
                        null,
                        null,
                        null,
                        Map.of(),
                        List.of(),
                        view(lacking));
        };
    }

    AccuracyView errors(ForecastSeries series, Actor actor) {
        checkVisible(series, actor);
        return new AccuracyView(
                series.name(),
                store.errors(series.name(), ERRORS_SHOWN).stream()
                        .map(each -> new Accuracy(
                                each.forecast().madeAt(),
                                each.forecast().model(),
                                each.forecast().mase(),
                                each.errors().points(),
                                each.errors().meanAbsolute(),
                                each.errors().naiveAbsolute() == 0
                                        ? null
                                        : each.errors().meanAbsolute()
                                                / each.errors().naiveAbsolute(),
                                each.errors().covered50(),
                                each.errors().covered80(),
                                each.errors().covered95()))
                        .toList());
    }

    CapacityView capacity(
            @Nullable String region, @Nullable Double quota, @Nullable Duration horizon, long seed, Actor actor) {
        if (quota != null && !(quota > 0 && quota <= 1e9)) {
            throw ProblemException.invalidField("quota", quota, "a number of virtual processors above 0, at most 1e9");
        }
        if (quota != null && region == null) {
            throw ProblemException.invalidField("quota", quota, "together with a region");
        }
        if (region != null && !ForecastSeries.NAME.matcher(region).matches()) {
            throw ProblemException.invalidField("region", region, "a region such as aws:us-east-1");
        }
        int steps = steps(horizon == null ? USUAL_PLAN : horizon, HOUR);
        Map<String, Double> configured = capacity.inOrder();
        List<CapacityPlan> plans = new ArrayList<>();
        for (String each : region == null ? List.copyOf(configured.keySet()) : List.of(region)) {
            ForecastSeries.RegionDemand series = new ForecastSeries.RegionDemand(each);
            checkVisible(series, actor);
            Double limit = quota == null ? configured.get(each) : quota;
            if (limit == null) {
                throw ProblemException.invalidField(
                        "quota", null, "a number of virtual processors: none is configured for " + each);
            }
            plans.add(plan(series, limit, quota == null ? "configured" : "asked", steps, seed));
        }
        return new CapacityView(clock.instant(), HOUR, CapacityPlanner.PATHS, seed, plans);
    }

    private CapacityPlan plan(ForecastSeries.RegionDemand series, double quota, String source, int steps, long seed) {
        History history = histories.read(series, clock.instant()).orElseThrow();
        Double demand =
                history.points().isEmpty() ? null : history.points().getLast().value();
        return switch (worker.forecast(history.points(), history.step(), steps)) {
            case Forecast forecast -> {
                CapacityPlanner.Plan plan = CapacityPlanner.plan(forecast, quota, seed);
                yield new CapacityPlan(
                        series.region(),
                        quota,
                        source,
                        demand,
                        plan.probability(),
                        plan.likelyAt(),
                        plan.steps(),
                        null);
            }
            case TooLittleHistory lacking ->
                new CapacityPlan(series.region(), quota, source, demand, null, null, List.of(), view(lacking));
        };
    }

    private void checkVisible(ForecastSeries series, Actor actor) {
        if (!histories.isVisible(series, actor)) {
            throw ProblemException.notFound("series", series.name());
        }
    }

    private static Lacking view(TooLittleHistory lacking) {
        return new Lacking(lacking.known(), lacking.needed(), lacking.reason());
    }

    private static int steps(@Nullable Duration horizon, Duration step) {
        if (horizon == null) {
            return USUAL_STEPS;
        }
        long steps = horizon.isNegative() ? 0 : Math.ceilDiv(horizon.toSeconds(), step.toSeconds());
        if (steps < 1 || steps > MOST_STEPS) {
            throw ProblemException.invalidField(
                    "horizon",
                    horizon,
                    "from " + step + " to " + step.multipliedBy(MOST_STEPS) + ", in steps of " + step);
        }
        return (int) steps;
    }
}
