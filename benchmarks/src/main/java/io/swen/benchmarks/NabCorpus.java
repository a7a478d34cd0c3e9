package io.swen.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Series of the Numenta Anomaly Benchmark as its repository has them: folders of CSV files, and one file of labelled windows. */
final class NabCorpus {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int TIME_LENGTH = 19;

    /**
     * One series.
     *
     * @param key folder and file name
     * @param timestamps as they stand in the file
     * @param times epoch milliseconds
     */
    record Labelled(String key, List<String> timestamps, long[] times, double[] values, List<NabScore.Window> windows) {

        Labelled {
            timestamps = List.copyOf(timestamps);
            windows = List.copyOf(windows);
        }
    }

    private NabCorpus() {}

    /** All series that the file of windows names and the folder has, by name. */
    static List<Labelled> read(Path data, Path windowsFile) throws IOException {
        JsonNode all = new JsonMapper().readTree(Files.readString(windowsFile));
        Map<String, JsonNode> byKey = new TreeMap<>();
        all.properties().forEach(entry -> byKey.put(entry.getKey(), entry.getValue()));
        List<Labelled> series = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : byKey.entrySet()) {
            Path file = data.resolve(entry.getKey());
            if (Files.isRegularFile(file)) {
                series.add(read(entry.getKey(), file, entry.getValue()));
            }
        }
        if (series.isEmpty()) {
            throw new IOException("none of the series that " + windowsFile + " names is in " + data);
        }
        return series;
    }

    private static Labelled read(String key, Path file, JsonNode labels) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int count = lines.size() - 1;
        List<String> timestamps = new ArrayList<>(count);
        long[] times = new long[count];
        double[] values = new double[count];
        Map<Long, Integer> rows = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String line = lines.get(i + 1);
            int comma = line.indexOf(',');
            try {
                timestamps.add(line.substring(0, comma));
                times[i] = millis(line.substring(0, comma));
                values[i] = Double.parseDouble(line.substring(comma + 1));
            } catch (IndexOutOfBoundsException | DateTimeParseException | NumberFormatException e) {
                throw new IOException(file + " line " + (i + 2) + " is not timestamp,value: " + line, e);
            }
            rows.putIfAbsent(times[i], i);
        }
        List<NabScore.Window> windows = new ArrayList<>();
        for (JsonNode label : labels) {
            windows.add(new NabScore.Window(row(rows, label.path(0), key), row(rows, label.path(1), key)));
        }
        return new Labelled(key, timestamps, times, values, windows);
    }

    private static int row(Map<Long, Integer> rows, JsonNode time, String key) throws IOException {
        Integer row = rows.get(millis(time.asString()));
        if (row == null) {
            throw new IOException("a window of " + key + " begins or ends at " + time + ", where it has no row");
        }
        return row;
    }

    private static long millis(String timestamp) {
        return LocalDateTime.parse(timestamp.substring(0, Math.min(TIME_LENGTH, timestamp.length())), TIME)
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
    }

    /** Writes what a detector said in the form that the benchmark's scorers read. */
    static void write(Path out, String detector, Labelled series, double[] scores) throws IOException {
        Path key = Path.of(series.key());
        Path folder = out.resolve(String.valueOf(key.getParent()));
        Files.createDirectories(folder);
        try (BufferedWriter writer = Files.newBufferedWriter(folder.resolve(detector + "_" + key.getFileName()))) {
            writer.write("timestamp,value,anomaly_score\n");
            for (int i = 0; i < scores.length; i++) {
                writer.write(series.timestamps().get(i) + "," + series.values()[i] + "," + scores[i] + "\n");
            }
        }
    }
}
