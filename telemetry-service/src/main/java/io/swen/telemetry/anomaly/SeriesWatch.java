package io.swen.telemetry.anomaly;

import io.swen.platform.id.Uuids;
import io.swen.telemetry.anomaly.Finding.Ending;
import io.swen.telemetry.metrics.Series;
import io.swen.telemetry.metrics.SeriesPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A detector for each series, for as many series as there is room; the one that was silent for longest makes room for a new one.
 *
 * <p>Safe for use by several threads; what is found is handed over while the watch is locked, so taking it must be quick.
 */
public final class SeriesWatch {

    /** A collection that brings less than half of what it used to is broken itself; with fewer series that cannot be told. */
    private static final int FEWEST_FOR_AN_OUTAGE = 4;

    /**
     * What is told of an anomaly.
     *
     * @param id of the anomaly, the same from its beginning to its end
     * @param series null when no sample came since the state was taken up again
     */
    public record Told(UUID id, long seriesId, @Nullable Series series, Finding finding) {}

    /** What is kept of a series between two runs of the service. */
    record Saved(
            long series,
            byte[] state,
            @Nullable UUID open,
            @Nullable UUID missing) {}

    /** How the last look for overdue samples went. */
    enum Silence {
        /** Each overdue series was told of. */
        TOLD,
        /** So many are overdue that the collection itself is silent, which others tell of. */
        OUTAGE
    }

    private static final class Watched {
        private final SeriesDetector detector;
        private @Nullable Series series;
        private @Nullable UUID open;
        private @Nullable UUID missing;
        private boolean changed;
        private int savedInRound;

        Watched(SeriesDetector detector) {
            this.detector = detector;
        }
    }

    private final DetectorSettings settings;
    private final int mostSeries;
    private final Consumer<Told> taker;
    private final Map<Long, Watched> watched = new LinkedHashMap<>(1024, 0.75f, true);
    private final long begun;
    private long evicted;
    private int round = 1;

    /**
     * @param mostSeries how many are watched at most
     * @param begun epoch milliseconds before which no silence is counted, because nobody listened
     */
    public SeriesWatch(DetectorSettings settings, int mostSeries, long begun, Consumer<Told> taker) {
        this.settings = settings;
        this.mostSeries = mostSeries;
        this.begun = begun;
        this.taker = taker;
    }

    /**
     * Takes new samples.
     *
     * @param now epoch milliseconds in the samples' own time, from which their delay is learned
     */
    public synchronized void observe(List<SeriesPoint> points, long now) {
        for (SeriesPoint point : points) {
            Series series = point.series();
            Watched one = watched.get(series.id());
            if (one == null) {
                one = new Watched(new SeriesDetector(settings));
                add(series.id(), one);
            }
            one.series = series;
            one.changed = true;
            long time = point.time().toEpochMilli();
            one.detector.delayed((now - time) / 1000.0);
            if (one.detector.isMissing()) {
                one.detector.present();
                end(series.id(), one, time, AnomalyKind.MISSING_DATA, Ending.BACK_TO_NORMAL);
            }
            Finding finding = one.detector.observe(time, point.value());
            if (finding != null) {
                tell(series.id(), one, finding);
            }
        }
    }

    private void add(long id, Watched one) {
        watched.put(id, one);
        if (watched.size() > mostSeries) {
            var eldest = watched.entrySet().iterator().next();
            forget(eldest.getKey(), eldest.getValue());
            watched.remove(eldest.getKey());
            evicted++;
        }
    }

    private void tell(long id, Watched one, Finding finding) {
        if (finding instanceof Finding.Overdue) {
            one.missing = Uuids.next();
            taker.accept(new Told(one.missing, id, one.series, finding));
        } else if (finding instanceof Finding.Over over) {
            end(id, one, over.time(), over.kind(), over.ending());
        } else {
            if (one.open == null) {
                one.open = Uuids.next();
            }
            taker.accept(new Told(one.open, id, one.series, finding));
        }
    }

    private void end(long id, Watched one, long time, AnomalyKind kind, Ending ending) {
        UUID anomaly = kind == AnomalyKind.MISSING_DATA ? one.missing : one.open;
        if (kind == AnomalyKind.MISSING_DATA) {
            one.missing = null;
        } else {
            one.open = null;
        }
        if (anomaly != null) {
            taker.accept(new Told(anomaly, id, one.series, new Finding.Over(time, kind, ending)));
        }
    }

    private void forget(long id, Watched one) {
        long time = one.detector.lastTime();
        end(id, one, time, AnomalyKind.SPIKE, Ending.FORGOTTEN);
        end(id, one, time, AnomalyKind.MISSING_DATA, Ending.FORGOTTEN);
    }

    /** Overdue series of which nothing but the state is known since the service began. */
    synchronized List<Long> unnamed(long now, double leastSeconds, int most) {
        return watched.entrySet().stream()
                .filter(entry -> entry.getValue().series == null)
                .filter(entry -> isOverdue(entry.getValue(), now, leastSeconds))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Notes what a series is; one that is not known at all any more is forgotten. */
    synchronized void name(long id, @Nullable Series series) {
        Watched one = watched.get(id);
        if (one != null) {
            one.series = series;
            if (series == null) {
                forget(id, one);
                watched.remove(id);
            }
        }
    }

    private boolean isOverdue(Watched one, long now, double leastSeconds) {
        return one.detector.isOverdue(now, Math.max(begun, one.detector.lastTime()), leastSeconds);
    }

    /** Series whose next sample is overdue, told of or not, as far as it is known what they are. */
    synchronized List<Series> silent(long now, double leastSeconds) {
        List<Series> silent = new ArrayList<>();
        for (Watched one : watched.values()) {
            Series series = one.series;
            if (series != null && (one.detector.isMissing() || isOverdue(one, now, leastSeconds))) {
                silent.add(series);
            }
        }
        return silent;
    }

    /**
     * Looks for series whose next sample is overdue.
     *
     * @param now epoch milliseconds in the samples' own time
     * @param leastSeconds a silence that is never told of
     * @param forgetSeconds a silence after which a series is forgotten
     * @param gone whether a series is known to have ended, so that its silence is as it should be
     */
    synchronized Silence listen(long now, double leastSeconds, double forgetSeconds, Predicate<Series> gone) {
        List<Map.Entry<Long, Watched>> overdue = new ArrayList<>();
        List<Map.Entry<Long, Watched>> forgotten = new ArrayList<>();
        int heard = 0;
        for (Map.Entry<Long, Watched> entry : watched.entrySet()) {
            Watched one = entry.getValue();
            long since = Math.max(begun, one.detector.lastTime());
            if (now - since > forgetSeconds * 1000 || (one.detector.isMissing() && isGone(one, gone))) {
                forgotten.add(entry);
            } else if (!one.detector.isMissing()) {
                if (isOverdue(one, now, leastSeconds)) {
                    overdue.add(entry);
                } else {
                    heard++;
                }
            }
        }
        forgotten.forEach(entry -> {
            forget(entry.getKey(), entry.getValue());
            watched.remove(entry.getKey());
        });
        if (overdue.size() >= FEWEST_FOR_AN_OUTAGE && overdue.size() > heard) {
            return Silence.OUTAGE;
        }
        for (Map.Entry<Long, Watched> entry : overdue) {
            Watched one = entry.getValue();
            if (isGone(one, gone)) {
                forget(entry.getKey(), one);
                watched.remove(entry.getKey());
            } else {
                one.changed = true;
                tell(entry.getKey(), one, one.detector.overdue(now, leastSeconds));
            }
        }
        return Silence.TOLD;
    }

    private static boolean isGone(Watched one, Predicate<Series> gone) {
        Series series = one.series;
        return series != null && gone.test(series);
    }

    /** States that changed and were not saved for longest, which count as saved now; in at most {@code most} a call all come round. */
    synchronized List<Saved> toSave(int most) {
        List<Saved> saved = new ArrayList<>();
        for (int pass = 0; pass < 2 && saved.isEmpty(); pass++) {
            for (Map.Entry<Long, Watched> entry : watched.entrySet()) {
                Watched one = entry.getValue();
                if (one.changed && one.savedInRound != round) {
                    one.changed = false;
                    one.savedInRound = round;
                    saved.add(new Saved(entry.getKey(), one.detector.save(), one.open, one.missing));
                    if (saved.size() == most) {
                        return saved;
                    }
                }
            }
            round++;
        }
        return saved;
    }

    /** Notes that states could not be saved after all. */
    synchronized void notSaved(List<Saved> states) {
        for (Saved state : states) {
            Watched one = watched.get(state.series());
            if (one != null) {
                one.changed = true;
                one.savedInRound = round - 1;
            }
        }
    }

    /** Takes a state up again; false when this code cannot read it, and the series starts anew. */
    synchronized boolean restore(Saved saved, @Nullable Series series) {
        Optional<SeriesDetector> detector = SeriesDetector.restore(saved.state(), settings);
        if (detector.isEmpty()) {
            return false;
        }
        Watched one = new Watched(detector.get());
        one.series = series;
        one.open = saved.open();
        one.missing = saved.missing();
        add(saved.series(), one);
        return true;
    }

    /** How many series are watched. */
    public synchronized int size() {
        return watched.size();
    }

    /** How many series had to make room for others so far. */
    public synchronized long evicted() {
        return evicted;
    }
}
