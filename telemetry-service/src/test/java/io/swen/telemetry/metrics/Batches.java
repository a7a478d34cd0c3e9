package io.swen.telemetry.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Batches on a registry in memory that takes every series, and what they came to hold. */
public final class Batches {

    private final Lookup lookup = new Lookup();

    /** A batch whose caller may write everything that is not in the future. */
    public SampleBatch open() {
        return new SampleBatch(null, Instant.EPOCH, Instant.parse("2030-01-01T00:00:00Z"), lookup);
    }

    /** What stands in a batch, with its series made, a sample a line. */
    public static List<String> rows(SampleBatch batch) {
        batch.resolve();
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < batch.accepted(); i++) {
            Series series = batch.entry(i).series;
            rows.add(series.name() + series.labels() + series.team() + series.environment() + series.unit() + " "
                    + batch.micros(i) + " " + batch.value(i));
        }
        return rows;
    }

    /** Has every series looked up again. */
    public void retireAll() {
        lookup.written.values().forEach(SeriesEntry::retire);
        lookup.written.clear();
        lookup.entries.clear();
    }

    private static final class Lookup implements SeriesLookup {

        private final Map<SeriesKey, SeriesEntry> written = new HashMap<>();
        private final Map<String, SeriesEntry> entries = new HashMap<>();

        @Override
        public @Nullable SeriesEntry known(SeriesKey key) {
            return written.get(key);
        }

        @Override
        public List<Answer> resolve(
                List<SeriesKey> keys, BiFunction<@Nullable String, @Nullable String, @Nullable Refusal> forbidden) {
            List<Answer> answers = new ArrayList<>();
            for (SeriesKey key : keys) {
                SeriesIdentity identity = key.identity();
                Refusal problem = identity.problem();
                if (problem == null) {
                    SeriesEntry entry = entries.computeIfAbsent(
                            identity.hash(), hash -> new SeriesEntry(series(identity), SeriesEntry.NEVER));
                    written.put(key, entry);
                    answers.add(new Answer(entry, null));
                } else {
                    answers.add(new Answer(null, problem));
                }
            }
            return answers;
        }

        private Series series(SeriesIdentity identity) {
            return new Series(
                    entries.size() + 1L,
                    identity.name(),
                    String.valueOf(identity.unit()),
                    identity.team(),
                    identity.environment(),
                    identity.labels(),
                    false);
        }
    }
}
