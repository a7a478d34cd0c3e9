package io.swen.telemetry.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.telemetry.alert.AlertRule.Absence;
import io.swen.telemetry.alert.AlertRule.Comparison;
import io.swen.telemetry.alert.AlertRule.Selection;
import io.swen.telemetry.alert.AlertRule.Slo;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SeriesConditionsTests {

    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
    private static final AlertProperties PROPERTIES = new AlertProperties(
            true,
            null,
            true,
            Duration.ofSeconds(15),
            Duration.ofSeconds(3),
            100,
            100,
            Duration.ofMinutes(20),
            Duration.ofHours(1),
            Duration.ofDays(90));

    private final Samples samples = new Samples();
    private final SeriesConditions conditions = new SeriesConditions(samples, PROPERTIES);

    @Test
    void findsTheSeriesThatAreBeyondTheBoundOnAverage() {
        samples.each(series("cpu", "i-1"), Duration.ofMinutes(10), minute -> 96.0);
        samples.each(series("cpu", "i-2"), Duration.ofMinutes(10), minute -> 50.0);

        Findings found = conditions.find(threshold(Map.of()), NOW);

        assertThat(found.active()).singleElement().satisfies(reading -> {
            assertThat(reading.labels())
                    .containsEntry("instance_id", "i-1")
                    .containsEntry("metric", "cpu")
                    .containsEntry("team", "research");
            assertThat(reading.value()).isEqualTo(96.0);
            assertThat(reading.team()).isEqualTo("research");
        });
        assertThat(found.series()).isEqualTo(2);
    }

    @Test
    void looksAtTheWindowThatEndsAtTheNewestSampleWhereSamplesComeLate() {
        Series late = series("cpu", "i-1");
        for (int minute = 12; minute < 22; minute++) {
            samples.add(late, NOW.minus(Duration.ofMinutes(minute)), minute < 17 ? 99 : 1);
        }

        assertThat(conditions.find(threshold(Map.of()), NOW).active())
                .singleElement()
                .satisfies(reading -> assertThat(reading.value()).isEqualTo(99.0));
    }

    @Test
    void saysOfASeriesWithoutSamplesThatNothingIsKnown() {
        Series silent = series("cpu", "i-1");
        samples.add(silent, NOW.minus(Duration.ofHours(3)), 99);

        Findings found = conditions.find(threshold(Map.of()), NOW);

        assertThat(found.active()).isEmpty();
        assertThat(found.isUnknown()
                        .test(Map.of(
                                "instance_id",
                                "i-1",
                                "metric",
                                "cpu",
                                "team",
                                "research",
                                "environment",
                                "dev",
                                "region",
                                "aws:us-east-1")))
                .isTrue();
        assertThat(found.isUnknown().test(Map.of("instance_id", "i-2"))).isFalse();
    }

    @Test
    void matchesLabelsWithAnAsteriskAtTheirEnd() {
        samples.each(series("cpu", "i-1"), Duration.ofMinutes(10), minute -> 96.0);

        assertThat(conditions.find(threshold(Map.of("region", "aws:us-*")), NOW).active())
                .hasSize(1);
        assertThat(conditions
                        .find(threshold(Map.of("region", "alibaba:*")), NOW)
                        .active())
                .isEmpty();
    }

    @Test
    void findsSeriesThatBroughtSamplesLatelyAndDoNoMore() {
        samples.add(series("requests", "fresh"), NOW.minus(Duration.ofMinutes(5)), 1);
        samples.add(series("requests", "absent"), NOW.minus(Duration.ofMinutes(20)), 1);
        samples.add(series("requests", "gone"), NOW.minus(Duration.ofHours(20)), 1);
        Absence absence =
                new Absence(new Selection("requests", Map.of()), Duration.ofMinutes(10), Duration.ofHours(6), false);

        assertThat(conditions.find(absence, NOW).active()).singleElement().satisfies(reading -> {
            assertThat(reading.labels()).containsEntry("instance_id", "absent");
            assertThat(reading.since()).isEqualTo(NOW.minus(Duration.ofMinutes(20)));
        });
    }

    @Test
    void findsThatNoSeriesIsThereWhereOneHasToBe() {
        Selection heartbeat = new Selection("heartbeat", Map.of("service", "billing"));

        assertThat(conditions
                        .find(new Absence(heartbeat, Duration.ofMinutes(10), Duration.ofHours(6), true), NOW)
                        .active())
                .singleElement()
                .satisfies(reading ->
                        assertThat(reading.labels()).isEqualTo(Map.of("service", "billing", "metric", "heartbeat")));
        assertThat(conditions
                        .find(new Absence(heartbeat, Duration.ofMinutes(10), Duration.ofHours(6), false), NOW)
                        .active())
                .isEmpty();
    }

    @Test
    void findsThatAnErrorBudgetBurnsFast() {
        // 2 % errors with an objective of 99.9 %: twenty times as fast as allowed, since an hour.
        service(minute -> minute < 60 ? 98.0 : 100.0);

        assertThat(conditions.find(slo(), NOW).active()).singleElement().satisfies(reading -> {
            assertThat(reading.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(reading.detail()).containsEntry("window", "PT1H");
            assertThat(reading.labels()).containsEntry("service", "api");
            assertThat(reading.value()).isBetween(18.0, 21.0);
        });
    }

    @Test
    void findsThatAnErrorBudgetBurnsSlowlyButForLong() {
        // 0.2 %: twice as fast as allowed, for three days.
        service(minute -> 99.8);

        assertThat(conditions.find(slo(), NOW).active()).singleElement().satisfies(reading -> {
            assertThat(reading.severity()).isEqualTo(Severity.WARNING);
            assertThat(reading.detail()).containsEntry("window", "PT72H");
        });
    }

    @Test
    void doesNotCryOverAnErrorBurstThatIsOver() {
        service(minute -> minute >= 20 && minute < 60 ? 90.0 : 100.0);

        assertThat(conditions.find(slo(), NOW).active())
                .as("the short windows are clean again, only that of the last six hours is not")
                .allSatisfy(reading -> assertThat(reading.detail()).containsEntry("window", "PT6H"));
        samples.clear();
        service(minute -> minute >= 40 && minute < 60 ? 90.0 : 100.0);
        assertThat(conditions.find(slo(), NOW).active())
                .allSatisfy(reading -> assertThat(reading.severity()).isEqualTo(Severity.WARNING));
    }

    @Test
    void keepsWithinTheBudgetWhereThereAreNoErrorsOrNoEvents() {
        service(minute -> 100.0);
        assertThat(conditions.find(slo(), NOW).active()).isEmpty();

        samples.clear();
        assertThat(conditions.find(slo(), NOW).active()).isEmpty();
        assertThat(conditions.find(slo(), NOW).isUnknown().test(Map.of("service", "api")))
                .isTrue();
    }

    private void service(IntToDoubleFunction goodOf100) {
        samples.each(
                new Series(1, "good", "1", "research", "dev", new TreeMap<>(Map.of("service", "api")), false),
                Duration.ofDays(3),
                goodOf100);
        samples.each(
                new Series(2, "all", "1", "research", "dev", new TreeMap<>(Map.of("service", "api")), false),
                Duration.ofDays(3),
                minute -> 100.0);
    }

    private static Slo slo() {
        return new Slo(new Selection("good", Map.of()), new Selection("all", Map.of()), 99.9, List.of("service"));
    }

    private static Threshold threshold(Map<String, String> match) {
        return new Threshold(new Selection("cpu", match), Aggregation.AVG, Duration.ofMinutes(5), Comparison.ABOVE, 90);
    }

    private static Series series(String name, String instance) {
        return new Series(
                Math.abs((long) (name + instance).hashCode()),
                name,
                "percent",
                "research",
                "dev",
                new TreeMap<>(Map.of("instance_id", instance, "region", "aws:us-east-1")),
                false);
    }

    /** Samples in memory. */
    private static final class Samples implements SeriesReader {

        private final Map<Long, Series> series = new TreeMap<>();
        private final Map<Long, TreeMap<Instant, Double>> values = new HashMap<>();

        void add(Series one, Instant time, double value) {
            series.put(one.id(), one);
            values.computeIfAbsent(one.id(), id -> new TreeMap<>()).put(time, value);
        }

        /** One sample a minute up to now, by how many minutes ago it was. */
        void each(Series one, Duration span, IntToDoubleFunction value) {
            for (int minute = 0; minute < span.toMinutes(); minute++) {
                add(one, NOW.minus(Duration.ofMinutes(minute + 1L)), value.applyAsDouble(minute));
            }
        }

        void clear() {
            series.clear();
            values.clear();
        }

        @Override
        public List<Series> select(SeriesSelector selector, int limit) {
            return series.values().stream()
                    .filter(one -> selector.name() == null || selector.name().equals(one.name()))
                    .filter(one -> one.labels()
                            .entrySet()
                            .containsAll(selector.labels().entrySet()))
                    .limit(limit)
                    .toList();
        }

        @Override
        public Optional<Series> find(long id) {
            return Optional.ofNullable(series.get(id));
        }

        @Override
        public Map<Long, List<Point>> read(
                Collection<Long> ids, TimeSpan span, Duration step, Aggregation aggregation) {
            Map<Long, List<Point>> read = new HashMap<>();
            for (long id : ids) {
                TreeMap<Instant, List<Double>> steps = new TreeMap<>();
                values.getOrDefault(id, new TreeMap<>())
                        .subMap(span.from(), span.to())
                        .forEach((time, value) -> steps.computeIfAbsent(
                                        Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), step.toSeconds())
                                                * step.toSeconds()),
                                        at -> new ArrayList<>())
                                .add(value));
                List<Point> points = steps.entrySet().stream()
                        .map(one -> new Point(
                                one.getKey(),
                                aggregation == Aggregation.SUM
                                        ? one.getValue().stream()
                                                .mapToDouble(Double::doubleValue)
                                                .sum()
                                        : one.getValue().stream()
                                                .mapToDouble(Double::doubleValue)
                                                .average()
                                                .orElseThrow()))
                        .toList();
                read.put(id, points);
            }
            return read;
        }

        @Override
        public Map<Long, Latest> latest(Collection<Long> ids) {
            return ids.stream().filter(values::containsKey).collect(Collectors.toMap(id -> id, id -> {
                var last = values.getOrDefault(id, new TreeMap<>()).lastEntry();
                return new Latest(last.getKey(), last.getValue(), last.getKey(), false);
            }));
        }
    }
}
