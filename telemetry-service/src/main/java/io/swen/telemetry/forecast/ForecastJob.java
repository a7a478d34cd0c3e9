package io.swen.telemetry.forecast;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.job.BackgroundJob;
import io.swen.platform.problem.ProblemException;
import io.swen.telemetry.forecast.HistoryReader.History;
import io.swen.telemetry.metrics.Point;
import io.swen.telemetry.support.TelemetryMetric;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Foresees what is in use (demand, spot prices, cost), and later compares it with what came. */
@Component
class ForecastJob implements BackgroundJob {

    /** The stored horizon: two days of hours, or a month of days. */
    private static final Map<Duration, Integer> HORIZONS = Map.of(Duration.ofHours(1), 48, Duration.ofDays(1), 31);

    private static final Logger LOG = LoggerFactory.getLogger(ForecastJob.class);
    private static final Duration IN_USE = Duration.ofDays(7);
    private static final int MOST_SERIES = 500;
    private static final int MEASURED_AT_ONCE = 200;

    private final ForecastProperties properties;
    private final ForecastStore store;
    private final HistoryReader histories;
    private final ForecastWorker worker;
    private final MeterRegistry metrics;
    private final Clock clock;

    ForecastJob(
            ForecastProperties properties,
            ForecastStore store,
            HistoryReader histories,
            ForecastWorker worker,
            MeterRegistry metrics,
            Clock clock) {
        this.properties = properties;
        this.store = store;
        this.histories = histories;
        this.worker = worker;
        this.metrics = metrics;
        this.clock = clock;
        // From the start, so that there is a line for each.
        TelemetryMetric.FORECAST_ERROR
                .declaration()
                .tags()
                .getFirst()
                .values()
                .forEach(kind -> metrics.summary(TelemetryMetric.FORECAST_ERROR.id(), "kind", kind));
    }

    @Override
    public String name() {
        return "forecast";
    }

    @Override
    public Duration interval() {
        return properties.interval();
    }

    @Override
    public boolean enabled() {
        return properties.enabled();
    }

    @Override
    public void run() throws InterruptedException {
        Instant now = clock.instant();
        measureDue(now);
        int made = 0;
        List<String> names = store.subjects(now.minus(IN_USE), MOST_SERIES);
        for (String name : names) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            try {
                made += foresee(name, now) ? 1 : 0;
            } catch (ProblemException busy) {
                // Too slow or too many waiting: one series must not hold up the others, and comes again next time.
                LOG.warn("{} has no new forecast: {}", name, busy.detail());
            }
        }
        store.deleteBefore(now.minus(properties.retention()));
        if (made > 0) {
            LOG.info("{} of {} series in use have a new forecast", made, names.size());
        }
    }

    /** Makes a new forecast if the newest one is too old; false where that is not so or too little is known. */
    boolean foresee(String name, Instant now) {
        Optional<ForecastStore.Stored> newest = store.newest(name);
        if (newest.isPresent()
                && newest.get().madeAt().plus(properties.refresh()).isAfter(now)) {
            return false;
        }
        Optional<History> history = histories.read(ForecastSeries.parse(name), now);
        if (history.isEmpty()) {
            return false;
        }
        Duration step = history.get().step();
        int horizon = HORIZONS.getOrDefault(step, 48);
        return switch (worker.forecast(history.get().points(), step, horizon)) {
            case Forecast forecast -> {
                store.add(name, now, history.get().unit(), step, forecast);
                yield true;
            }
            case TooLittleHistory lacking -> false;
        };
    }

    private void measureDue(Instant now) {
        for (ForecastStore.Stored due : store.due(now, MEASURED_AT_ONCE)) {
            ForecastSeries series = ForecastSeries.parse(due.series());
            List<Point> came = histories.read(series, now).map(History::points).orElse(List.of());
            ForecastStore.Errors errors = errors(store.points(due.id()), came);
            store.measured(due.id(), now, errors);
            if (errors != null && errors.naiveAbsolute() > 0) {
                metrics.summary(
                                TelemetryMetric.FORECAST_ERROR.id(),
                                "kind",
                                due.series().substring(0, due.series().indexOf('/')))
                        .record(errors.meanAbsolute() / errors.naiveAbsolute());
            }
        }
    }

    /** The baseline is the last value that was known when the forecast was made. */
    static ForecastStore.@Nullable Errors errors(List<ForecastPoint> points, List<Point> came) {
        Map<Instant, Double> values = came.stream().collect(Collectors.toMap(Point::time, Point::value, (a, b) -> b));
        List<ForecastPoint> known = points.stream()
                .filter(point -> values.containsKey(point.time()))
                .toList();
        if (known.isEmpty()) {
            return null;
        }
        Instant begin = points.getFirst().time();
        double last = came.stream()
                .filter(point -> point.time().isBefore(begin))
                .reduce((a, b) -> b)
                .map(Point::value)
                .orElse(known.getFirst().value());
        return new ForecastStore.Errors(
                known.size(),
                mean(known, point -> Math.abs(at(values, point) - point.value())),
                mean(known, point -> Math.abs(at(values, point) - last)),
                mean(known, point -> point.interval50().contains(at(values, point)) ? 1.0 : 0.0),
                mean(known, point -> point.interval80().contains(at(values, point)) ? 1.0 : 0.0),
                mean(known, point -> point.interval95().contains(at(values, point)) ? 1.0 : 0.0));
    }

    private static double at(Map<Instant, Double> values, ForecastPoint point) {
        Double value = values.get(point.time());
        if (value == null) {
            throw new IllegalArgumentException("nothing is known of " + point.time());
        }
        return value;
    }

    private static double mean(List<ForecastPoint> points, Function<ForecastPoint, Double> figure) {
        return points.stream().mapToDouble(figure::apply).average().orElseThrow();
    }
}
