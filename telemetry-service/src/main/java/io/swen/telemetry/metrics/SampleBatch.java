package io.swen.telemetry.metrics;

import io.swen.platform.security.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Samples of one request on their way to the store, and those that are refused; for one thread. */
public final class SampleBatch {

    /** A refused sample by its place in the request. */
    public record RefusedSample(
            int index, String field, @Nullable String given, String allowed) {}

    /** What waits for its series to be looked up. */
    record Unknown(SeriesKey key, List<Integer> rows, List<Integer> places) {

        Unknown {
            rows = List.copyOf(rows);
            places = List.copyOf(places);
        }
    }

    private static final int LISTED = 100;
    private static final long MICROS = 1_000_000;

    private final @Nullable Actor writer;
    private final long earliest;
    private final long latest;
    private final SeriesLookup registry;

    private @Nullable SeriesEntry[] entries = new SeriesEntry[1024];
    private long[] micros = new long[1024];
    private double[] values = new double[1024];
    private int size;
    private int refusedCount;
    private final List<RefusedSample> refused = new ArrayList<>();
    private final List<Unknown> unknown = new ArrayList<>();
    private final @Nullable String onlyTeam;
    private final @Nullable String onlyEnvironment;

    private @Nullable SeriesEntry entry;
    private @Nullable Series permitted;
    private @Nullable Refusal problem;
    private @Nullable SeriesKey unresolved;
    private final List<Integer> unresolvedRows = new ArrayList<>();
    private final List<Integer> unresolvedPlaces = new ArrayList<>();

    SampleBatch(@Nullable Actor writer, Instant earliest, Instant latest, SeriesLookup registry) {
        this.writer = writer;
        this.earliest = micros(earliest);
        this.latest = micros(latest);
        this.registry = registry;
        this.onlyTeam = writer == null ? null : only(writer.teams());
        this.onlyEnvironment = writer == null ? null : only(writer.environments());
    }

    /** The samples of batches that are resolved, in their order. */
    static SampleBatch joined(List<SampleBatch> batches) {
        SampleBatch first = batches.getFirst();
        if (batches.size() == 1) {
            return first;
        }
        SampleBatch all = new SampleBatch(null, instant(first.earliest), instant(first.latest), first.registry);
        for (SampleBatch batch : batches) {
            for (int row = 0; row < batch.size; row++) {
                all.append(batch.entry(row), batch.micros[row], batch.values[row]);
            }
        }
        return all;
    }

    /**
     * Says whose the next samples are. Team and environment may be missing where the caller has only one.
     */
    public void series(SeriesKey key) {
        finishSeries();
        if (!key.has(SeriesKey.Part.TEAM) && onlyTeam != null) {
            key.add(SeriesKey.Part.TEAM, onlyTeam);
        }
        if (!key.has(SeriesKey.Part.ENVIRONMENT) && onlyEnvironment != null) {
            key.add(SeriesKey.Part.ENVIRONMENT, onlyEnvironment);
        }
        problem = key.problem();
        if (problem != null) {
            return;
        }
        SeriesEntry known = registry.known(key);
        if (known == null) {
            unresolved = key.copy();
        } else {
            entry = known;
            problem = forbidden(known.series.team(), known.series.environment());
        }
    }

    /** Says that the next samples are of a series that is known already and not retired. */
    public void series(SeriesEntry known) {
        if (unresolved != null) {
            finishSeries();
        }
        entry = known;
        problem = permitted(known.series) ? null : forbidden(known.series.team(), known.series.environment());
    }

    /** The series at hand, where it is known and may be written. */
    public @Nullable SeriesEntry known() {
        return problem == null ? entry : null;
    }

    /** Whether it is of the team and environment that were allowed last, as mostly all of a batch are. */
    private boolean permitted(Series series) {
        if (permitted != null
                && Objects.equals(permitted.team(), series.team())
                && Objects.equals(permitted.environment(), series.environment())) {
            return true;
        }
        if (forbidden(series.team(), series.environment()) != null) {
            return false;
        }
        permitted = series;
        return true;
    }

    /**
     * Adds a sample of the series at hand, or refuses it.
     *
     * @param field where it stands below the sample, such as {@code points[3].}, else empty
     * @param time microseconds since 1970
     */
    public void add(int at, String field, long time, double value) {
        if (problem != null) {
            refuse(at, problem);
        } else if (!Double.isFinite(value)) {
            refuse(at, new Refusal(field + "value", Double.toString(value), "a finite number"));
        } else if (time < earliest) {
            refuse(
                    at,
                    new Refusal(
                            field + "time",
                            instant(time).toString(),
                            "not before " + instant(earliest) + ", the retention"));
        } else if (time > latest) {
            refuse(at, new Refusal(field + "time", instant(time).toString(), "not after " + instant(latest)));
        } else {
            if (unresolved != null) {
                unresolvedRows.add(size);
                unresolvedPlaces.add(at);
            }
            append(entry, time, value);
        }
    }

    /** Whether a time lies too far back or ahead. */
    public boolean outside(long time) {
        return time < earliest || time > latest;
    }

    /** Refuses the sample at a place of the request. */
    public void refuse(int at, Refusal why) {
        refusedCount++;
        if (refused.size() < LISTED) {
            refused.add(new RefusedSample(at, why.field(), why.given(), why.allowed()));
        }
    }

    /** Adds a sample of a known series, which is checked already. */
    void append(@Nullable SeriesEntry of, long time, double value) {
        if (size == micros.length) {
            entries = Arrays.copyOf(entries, size * 2);
            micros = Arrays.copyOf(micros, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        entries[size] = of;
        micros[size] = time;
        values[size] = value;
        size++;
    }

    /** How many samples are neither refused nor still to be added. */
    public int accepted() {
        return size;
    }

    public int refusedCount() {
        return refusedCount;
    }

    /** The first of the refused samples, in the order of the request. */
    public List<RefusedSample> refused() {
        return refused.stream()
                .sorted(java.util.Comparator.comparingInt(RefusedSample::index))
                .toList();
    }

    /** Looks the unknown series up, makes those that are new, and drops the samples of those that may not be. */
    void resolve() {
        finishSeries();
        if (unknown.isEmpty()) {
            return;
        }
        List<SeriesLookup.Answer> answers =
                registry.resolve(unknown.stream().map(Unknown::key).toList(), this::forbidden);
        boolean dropped = false;
        for (int i = 0; i < unknown.size(); i++) {
            SeriesLookup.Answer answer = answers.get(i);
            Unknown asked = unknown.get(i);
            Refusal refusal = answer.refusal();
            for (int n = 0; n < asked.rows().size(); n++) {
                if (refusal == null) {
                    entries[asked.rows().get(n)] = answer.entry();
                } else {
                    refuse(asked.places().get(n), refusal);
                    dropped = true;
                }
            }
        }
        unknown.clear();
        if (dropped) {
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (entries[i] != null) {
                    entries[kept] = entries[i];
                    micros[kept] = micros[i];
                    values[kept] = values[i];
                    kept++;
                }
            }
            size = kept;
        }
    }

    SeriesEntry entry(int row) {
        SeriesEntry of = entries[row];
        if (of == null) {
            throw new IllegalStateException("a row without its series");
        }
        return of;
    }

    long micros(int row) {
        return micros[row];
    }

    double value(int row) {
        return values[row];
    }

    private void finishSeries() {
        if (unresolved != null && !unresolvedRows.isEmpty()) {
            unknown.add(new Unknown(unresolved, unresolvedRows, unresolvedPlaces));
        }
        unresolved = null;
        unresolvedRows.clear();
        unresolvedPlaces.clear();
        entry = null;
        problem = null;
    }

    private @Nullable Refusal forbidden(@Nullable String team, @Nullable String environment) {
        if (writer == null || writer.sees(team == null ? "" : team, environment == null ? "" : environment)) {
            return null;
        }
        Set<String> teams = writer.teams();
        return teams.contains("*") || (team != null && teams.contains(team))
                ? new Refusal("environment", environment, "one of your environments")
                : new Refusal("team", team, "one of your teams");
    }

    private static @Nullable String only(Set<String> names) {
        return names.size() == 1 && !names.contains("*") ? names.iterator().next() : null;
    }

    static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / 1_000);
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
    }
}
