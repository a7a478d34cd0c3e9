package io.swen.telemetry.alert;

import io.swen.telemetry.alert.AlertRule.Absence;
import io.swen.telemetry.alert.AlertRule.Selection;
import io.swen.telemetry.alert.AlertRule.Slo;
import io.swen.telemetry.alert.AlertRule.Slo.Burn;
import io.swen.telemetry.alert.AlertRule.Threshold;
import io.swen.telemetry.metrics.Aggregation;
import io.swen.telemetry.metrics.Latest;
import io.swen.telemetry.metrics.Point;
import io.swen.telemetry.metrics.Series;
import io.swen.telemetry.metrics.SeriesReader;
import io.swen.telemetry.metrics.SeriesSelector;
import io.swen.telemetry.support.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Evaluates rules about series: thresholds, absence, objectives. */
@Component
class SeriesConditions {

    private static final Duration FINEST_STEP = Duration.ofMinutes(1);
    /** Of a window; what lies partly outside of it at its ends is a tenth of it at most. */
    private static final int STEPS_IN_A_WINDOW = 10;

    private final SeriesReader reader;
    private final AlertProperties properties;

    SeriesConditions(SeriesReader reader, AlertProperties properties) {
        this.reader = reader;
        this.properties = properties;
    }

    private record Selected(List<Series> series, boolean truncated) {}

    private Selected select(Selection selection) {
        List<Series> found = reader.select(
                new SeriesSelector(selection.metric(), Labels.exact(selection.match()), null, null),
                properties.mostSeriesARule() + 1);
        boolean truncated = found.size() > properties.mostSeriesARule();
        return new Selected(
                found.stream()
                        .limit(properties.mostSeriesARule())
                        .filter(series -> Labels.match(selection.match(), series.labels()))
                        .toList(),
                truncated);
    }

    /** Series whose aggregate over the window is beyond the bound; the window ends at a series' newest sample, if that is not old. */
    Findings find(Threshold threshold, Instant now) {
        Selected selected = select(threshold.series());
        Duration step = step(threshold.window());
        Instant earliest = now.minus(threshold.window()).minus(properties.lag());
        Map<Long, List<Point>> points = selected.series().isEmpty()
                ? Map.of()
                : reader.read(
                        selected.series().stream().map(Series::id).toList(),
                        new TimeSpan(earliest, now.plus(step)),
                        step,
                        threshold.aggregation());
        List<Reading> active = new ArrayList<>();
        Set<Map<String, String>> unknown = new HashSet<>();
        for (Series series : selected.series()) {
            List<Point> all = points.getOrDefault(series.id(), List.of());
            if (all.isEmpty()) {
                unknown.add(labels(series));
                continue;
            }
            Instant from = all.getLast().time().plus(step).minus(threshold.window());
            double value = aggregate(
                    threshold.aggregation(),
                    all.stream()
                            .filter(point -> !point.time().isBefore(from))
                            .mapToDouble(Point::value)
                            .toArray());
            if (threshold.comparison().holds(value, threshold.bound())) {
                active.add(reading(series, value, Map.of("unit", series.unit()), null));
            }
        }
        return new Findings(
                active,
                labels -> selected.truncated()
                        || unknown.stream().anyMatch(known -> labels.entrySet().containsAll(known.entrySet())),
                selected.series().size(),
                selected.truncated());
    }

    /** Series whose newest sample is too old. */
    Findings find(Absence absence, Instant now) {
        Selected selected = select(absence.series());
        List<Reading> active = new ArrayList<>();
        if (selected.series().isEmpty() && absence.required()) {
            Map<String, String> labels =
                    new TreeMap<>(Labels.exact(absence.series().match()));
            labels.put("metric", absence.series().metric());
            active.add(new Reading(
                    labels,
                    Map.of("age", "ever"),
                    null,
                    null,
                    labels.get("team"),
                    labels.get("environment"),
                    false,
                    false,
                    null));
            return Findings.of(active, 0);
        }
        Map<Long, Latest> latest = selected.series().isEmpty()
                ? Map.of()
                : reader.latest(selected.series().stream().map(Series::id).toList());
        for (Series series : selected.series()) {
            Latest newest = latest.get(series.id());
            if (newest == null) {
                continue;
            }
            Duration age = Duration.between(newest.time(), now);
            if (age.compareTo(absence.after()) > 0 && age.compareTo(absence.within()) <= 0) {
                active.add(reading(
                        series,
                        (double) age.toSeconds(),
                        Map.of("age", Duration.ofSeconds(age.toSeconds()).toString()),
                        newest.time()));
            }
        }
        return new Findings(
                active, labels -> selected.truncated(), selected.series().size(), selected.truncated());
    }

    private record Service(
            Map<String, String> labels,
            @Nullable String team,
            @Nullable String environment) {}

    /** Services whose error budget burns too fast over a long and its short window; at most the most urgent finding each. */
    Findings find(Slo slo, Instant now) {
        Selected good = select(slo.good());
        Selected total = select(slo.total());
        boolean truncated = good.truncated() || total.truncated();
        Map<Duration, Map<Service, Double>> errors = new HashMap<>();
        for (Burn burn : Burn.values()) {
            for (Duration window : List.of(burn.longWindow(), burn.shortWindow())) {
                if (!errors.containsKey(window)) {
                    errors.put(window, errorRates(slo, good.series(), total.series(), window, now));
                }
            }
        }
        double allowed = 1 - slo.objective() / 100;
        boolean simulated = total.series().stream().anyMatch(Series::simulated);
        List<Reading> active = new ArrayList<>();
        Set<Service> services = new HashSet<>();
        total.series().forEach(series -> services.add(service(slo, series)));
        Set<Map<String, String>> known = new HashSet<>();
        for (Service service : services) {
            for (Burn burn : Burn.values()) {
                Double longRate = rates(errors, burn.longWindow()).get(service);
                Double shortRate = rates(errors, burn.shortWindow()).get(service);
                if (shortRate != null) {
                    known.add(service.labels());
                }
                if (longRate != null
                        && shortRate != null
                        && longRate / allowed > burn.rate()
                        && shortRate / allowed > burn.rate()) {
                    active.add(new Reading(
                            service.labels(),
                            Map.of(
                                    "window",
                                    burn.longWindow().toString(),
                                    "objective",
                                    String.format(Locale.ROOT, "%s", slo.objective())),
                            longRate / allowed,
                            burn.severity(),
                            service.team(),
                            service.environment(),
                            false,
                            simulated,
                            null));
                    break;
                }
            }
        }
        return new Findings(
                active,
                labels -> truncated
                        || known.stream().noneMatch(one -> labels.entrySet().containsAll(one.entrySet())),
                good.series().size() + total.series().size(),
                truncated);
    }

    private static Map<Service, Double> rates(Map<Duration, Map<Service, Double>> errors, Duration window) {
        return Objects.requireNonNull(errors.get(window));
    }

    /** The share of bad events of each service that had any events in the window. */
    private Map<Service, Double> errorRates(
            Slo slo, List<Series> good, List<Series> total, Duration window, Instant now) {
        Map<Service, Double> goods = sums(slo, good, window, now);
        Map<Service, Double> errors = new HashMap<>();
        sums(slo, total, window, now).forEach((service, all) -> {
            if (all > 0) {
                errors.put(service, Math.clamp(1 - goods.getOrDefault(service, 0.0) / all, 0, 1));
            }
        });
        return errors;
    }

    private Map<Service, Double> sums(Slo slo, List<Series> series, Duration window, Instant now) {
        if (series.isEmpty()) {
            return Map.of();
        }
        Duration step = step(window);
        Map<Long, List<Point>> points = reader.read(
                series.stream().map(Series::id).toList(),
                new TimeSpan(now.minus(window), now.plus(step)),
                step,
                Aggregation.SUM);
        Map<Service, Double> sums = new HashMap<>();
        for (Series one : series) {
            List<Point> of = points.getOrDefault(one.id(), List.of());
            if (!of.isEmpty()) {
                sums.merge(
                        service(slo, one), of.stream().mapToDouble(Point::value).sum(), Double::sum);
            }
        }
        return sums;
    }

    private static Service service(Slo slo, Series series) {
        Map<String, String> labels = new TreeMap<>();
        for (String label : slo.by()) {
            String value = series.labels().get(label);
            if (value != null) {
                labels.put(label, value);
            }
        }
        if (series.team() != null) {
            labels.put("team", series.team());
        }
        if (series.environment() != null) {
            labels.put("environment", series.environment());
        }
        return new Service(labels, series.team(), series.environment());
    }

    private static Reading reading(Series series, double value, Map<String, String> detail, @Nullable Instant since) {
        return new Reading(
                labels(series),
                detail,
                value,
                null,
                series.team(),
                series.environment(),
                false,
                series.simulated(),
                since);
    }

    private static Map<String, String> labels(Series series) {
        Map<String, String> labels = new TreeMap<>(series.labels());
        labels.put("metric", series.name());
        if (series.team() != null) {
            labels.put("team", series.team());
        }
        if (series.environment() != null) {
            labels.put("environment", series.environment());
        }
        return labels;
    }

    private static double aggregate(Aggregation aggregation, double[] steps) {
        return switch (aggregation) {
            case AVG -> DoubleStream.of(steps).average().orElse(Double.NaN);
            case MIN -> DoubleStream.of(steps).min().orElse(Double.NaN);
            case MAX -> DoubleStream.of(steps).max().orElse(Double.NaN);
            case SUM, COUNT -> DoubleStream.of(steps).sum();
            case LAST -> steps[steps.length - 1];
        };
    }

    /** Whole minutes, so that roll-ups can answer. */
    private static Duration step(Duration window) {
        Duration step = Duration.ofMinutes(window.dividedBy(STEPS_IN_A_WINDOW).toMinutes());
        return step.compareTo(FINEST_STEP) < 0 ? FINEST_STEP : step;
    }
}
