package io.swen.routing.spot;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The real traces of availability that are carried in the project, and the windows of them that the benchmark runs over. */
public final class CarriedTraces {

    /** The zones of the published benchmark; the others carried are not in it. */
    private static final List<String> BENCHMARK = List.of(
            "us-west-2a_k80_8",
            "us-west-2b_k80_1",
            "us-west-2b_k80_8",
            "us-west-2a_v100_1",
            "us-west-2a_v100_8",
            "us-west-2b_v100_1");

    private static final String TRACES = "/spot/availability.csv";
    private static final String WINDOWS = "/spot/windows.csv";

    /**
     * Parts of a trace.
     *
     * @param ticks how long each is
     * @param starts where they begin, in ticks
     */
    public record Windows(int ticks, List<Integer> starts) {

        public Windows {
            starts = List.copyOf(starts);
        }
    }

    private CarriedTraces() {}

    /** All, by name. */
    public static List<SpotTrace> all() {
        return rows(TRACES).stream()
                .map(row -> new SpotTrace(
                        row.getField("name"),
                        Integer.parseInt(row.getField("gap_seconds")),
                        expand(numbers(row.getField("runs")))))
                .toList();
    }

    /** Whether a trace is one of the six of the published benchmark. */
    public static boolean inBenchmark(SpotTrace trace) {
        return BENCHMARK.contains(trace.name());
    }

    /** The windows that the benchmark runs over, by the name of the trace. */
    public static Map<String, Windows> windows() {
        return rows(WINDOWS).stream()
                .collect(Collectors.toMap(
                        row -> row.getField("name"),
                        row -> new Windows(
                                Integer.parseInt(row.getField("ticks")),
                                Arrays.stream(numbers(row.getField("starts")))
                                        .boxed()
                                        .toList())));
    }

    private static boolean[] expand(int[] runs) {
        boolean[] available = new boolean[Arrays.stream(runs).sum()];
        int at = 0;
        for (int run = 0; run < runs.length; run++) {
            Arrays.fill(available, at, at + runs[run], run % 2 == 1);
            at += runs[run];
        }
        return available;
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    private static List<NamedCsvRecord> rows(String resource) {
        try (InputStream in = CarriedTraces.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the project lacks " + resource);
            }
            List<NamedCsvRecord> rows = new ArrayList<>();
            try (CsvReader<NamedCsvRecord> reader = CsvReader.builder()
                    .commentStrategy(CommentStrategy.SKIP)
                    .ofNamedCsvRecord(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                reader.forEach(rows::add);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
