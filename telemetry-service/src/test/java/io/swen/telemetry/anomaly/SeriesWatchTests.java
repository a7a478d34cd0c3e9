package io.swen.telemetry.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.telemetry.anomaly.Finding.Ending;
import io.swen.telemetry.anomaly.Finding.Over;
import io.swen.telemetry.anomaly.SeriesWatch.Saved;
import io.swen.telemetry.anomaly.SeriesWatch.Silence;
import io.swen.telemetry.anomaly.SeriesWatch.Told;
import io.swen.telemetry.metrics.Series;
import io.swen.telemetry.metrics.SeriesPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SeriesWatchTests {

    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final double LEAST = 180;
    private static final double FORGET = Duration.ofDays(7).toSeconds();

    private final List<Told> told = new ArrayList<>();
    private final Random random = new Random(1);

    private SeriesWatch watch(int most, Instant begun) {
        return new SeriesWatch(DetectorSettings.DEFAULT, most, begun.toEpochMilli(), told::add);
    }

    private static Series series(long id) {
        return new Series(id, "cpu_utilization", "percent", "research", "dev", new TreeMap<>(), false);
    }

    private static Instant minute(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    /** Samples of some series in each of some minutes, which come ten seconds later. */
    private void feed(SeriesWatch watch, int from, int to, long... ids) {
        for (int i = from; i < to; i++) {
            List<SeriesPoint> points = new ArrayList<>();
            for (long id : ids) {
                points.add(new SeriesPoint(series(id), minute(i), 50 + random.nextGaussian()));
            }
            watch.observe(points, minute(i).plusSeconds(10).toEpochMilli());
        }
    }

    private static Silence listen(SeriesWatch watch, int minute) {
        return watch.listen(minute(minute).toEpochMilli(), LEAST, FORGET, series -> false);
    }

    @Test
    void tellsOnceOfASeriesWhoseSamplesAreOverdueAndWhenTheyComeAgain() {
        SeriesWatch watch = watch(10, START);
        feed(watch, 0, 200, 1, 2, 3, 4, 5);
        feed(watch, 200, 204, 1, 2, 3, 4);
        assertThat(listen(watch, 203)).isEqualTo(Silence.TOLD);
        assertThat(told).isEmpty();

        feed(watch, 204, 210, 1, 2, 3, 4);
        listen(watch, 210);
        listen(watch, 211);

        assertThat(told).singleElement().satisfies(one -> {
            assertThat(one.seriesId()).isEqualTo(5);
            assertThat(one.finding()).isInstanceOfSatisfying(Finding.Overdue.class, overdue -> {
                assertThat(overdue.observed()).isEqualTo(660);
                assertThat(overdue.high()).isBetween(180.0, 300.0);
                assertThat(overdue.reason("cpu_utilization"))
                        .isEqualTo(
                                "no sample of cpu_utilization came for PT11M; one comes about every PT1M, and gaps of up to PT4M10S are usual");
            });
        });

        feed(watch, 212, 213, 5);
        assertThat(told).hasSize(2);
        assertThat(told.getLast().id()).isEqualTo(told.getFirst().id());
        assertThat(told.getLast().finding())
                .isEqualTo(new Over(minute(212).toEpochMilli(), AnomalyKind.MISSING_DATA, Ending.BACK_TO_NORMAL));
    }

    @Test
    void takesSamplesThatComeInBunchesAsTheyAre() {
        SeriesWatch watch = watch(10, START);
        for (int bunch = 0; bunch < 30; bunch++) {
            List<SeriesPoint> points = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                points.add(new SeriesPoint(series(1), minute(10 * bunch + i), 50 + random.nextGaussian()));
            }
            watch.observe(points, minute(10 * bunch + 10).toEpochMilli());
            listen(watch, 10 * bunch + 19);
        }

        assertThat(told).isEmpty();
    }

    @Test
    void tellsOfNoSeriesByItselfWhenMostAreSilent() {
        SeriesWatch watch = watch(10, START);
        feed(watch, 0, 200, 1, 2, 3, 4, 5, 6);
        feed(watch, 200, 260, 1, 2);

        assertThat(listen(watch, 260)).isEqualTo(Silence.OUTAGE);
        assertThat(told).isEmpty();

        feed(watch, 260, 262, 1, 2, 3, 4, 6);
        assertThat(listen(watch, 262)).isEqualTo(Silence.TOLD);
        assertThat(told).extracting(Told::seriesId).containsExactly(5L);
    }

    @Test
    void forgetsASeriesThatEndedAndOneThatWasSilentForLong() {
        SeriesWatch watch = watch(10, START);
        feed(watch, 0, 200, 1, 2, 3, 4, 5);
        feed(watch, 200, 230, 1, 2, 3);

        watch.listen(minute(230).toEpochMilli(), LEAST, FORGET, series -> series.id() == 4);
        assertThat(told).extracting(Told::seriesId).containsExactly(5L);
        assertThat(watch.size()).isEqualTo(4);

        feed(watch, 230, 8 * 1440, 1, 2, 3);
        listen(watch, 8 * 1440);
        assertThat(watch.size()).isEqualTo(3);
        assertThat(told.getLast().finding())
                .isInstanceOfSatisfying(
                        Over.class, over -> assertThat(over.ending()).isEqualTo(Ending.FORGOTTEN));
    }

    @Test
    void makesRoomByForgettingWhatWasSilentForLongest() {
        SeriesWatch watch = watch(3, START);
        feed(watch, 0, 10, 1, 2, 3);
        feed(watch, 10, 11, 1, 3);
        feed(watch, 11, 12, 4);

        assertThat(watch.size()).isEqualTo(3);
        assertThat(watch.evicted()).isEqualTo(1);
        assertThat(watch.toSave(10)).extracting(Saved::series).containsExactlyInAnyOrder(1L, 3L, 4L);
    }

    @Test
    void knowsAfterARestartWhatIsNormalAndWhatIsOpen() {
        SeriesWatch before = watch(10, START);
        feed(before, 0, 1500, 1);
        before.observe(
                List.of(new SeriesPoint(series(1), minute(1500), 500)),
                minute(1500).toEpochMilli());
        assertThat(told).hasSize(1);
        List<Saved> saved = before.toSave(10);
        assertThat(before.toSave(10)).isEmpty();

        SeriesWatch after = watch(10, minute(1560));
        assertThat(after.restore(saved.getFirst(), null)).isTrue();
        feed(after, 1560, 1570, 1);

        assertThat(told).hasSize(2);
        assertThat(told.getLast().id()).isEqualTo(told.getFirst().id());
        assertThat(told.getLast().finding())
                .isInstanceOfSatisfying(
                        Over.class, over -> assertThat(over.ending()).isEqualTo(Ending.BACK_TO_NORMAL));
        after.observe(
                List.of(new SeriesPoint(series(1), minute(2000), 900)),
                minute(2000).toEpochMilli());
        assertThat(told).hasSize(3);
    }

    @Test
    void savesAllStatesInTurnAndAgainWhatCouldNotBeSaved() {
        SeriesWatch watch = watch(100, START);
        long[] ids = new long[25];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i;
        }
        feed(watch, 0, 2, ids);
        List<Long> saved = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            feed(watch, 2 + i, 3 + i, ids);
            watch.toSave(10).forEach(state -> saved.add(state.series()));
        }
        assertThat(saved).hasSize(25).doesNotHaveDuplicates();

        feed(watch, 10, 11, 7);
        List<Saved> failed = watch.toSave(10);
        watch.notSaved(failed);
        assertThat(watch.toSave(100)).extracting(Saved::series).contains(7L);
    }
}
