package io.swen.benchmarks;

import io.swen.routing.spot.CarriedTraces.Windows;
import io.swen.routing.spot.SpotTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Traces of spot capacity and their windows in the benchmark's own form: a JSON file a zone, and one of the windows. */
final class SpotTraceFiles {

    private static final JsonMapper JSON = new JsonMapper();

    private SpotTraceFiles() {}

    /** The traces that a file of windows names, from a folder of {@code ZONE.json}. */
    static Map<String, SpotTrace> traces(Path folder, Iterable<String> zones) throws IOException {
        Map<String, SpotTrace> traces = new TreeMap<>();
        for (String zone : zones) {
            Path file = folder.resolve(zone + ".json");
            if (!Files.isRegularFile(file)) {
                throw new IOException("there is no trace " + file + ", which the windows name");
            }
            traces.put(zone, trace(zone, file));
        }
        return traces;
    }

    private static SpotTrace trace(String zone, Path file) throws IOException {
        JsonNode all = json(file);
        int gap = whole(all.path("metadata").path("gap_seconds"), file, "metadata.gap_seconds", 1);
        JsonNode data = all.path("data");
        if (!data.isArray() || data.isEmpty()) {
            throw new IOException(
                    file + ": data has to be a list of 0 and 1 with one value at least, not " + shown(data));
        }
        boolean[] available = new boolean[data.size()];
        for (int i = 0; i < available.length; i++) {
            String value = data.get(i).isContainer() ? "" : data.get(i).asString();
            if (!value.equals("0") && !value.equals("1")) {
                throw new IOException(file + ": data[" + i + "] has to be 0 or 1, not " + shown(data.get(i)));
            }
            available[i] = value.equals("1");
        }
        return new SpotTrace(zone, gap, available);
    }

    /** A file of windows. */
    static Map<String, Windows> windows(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no file of windows " + file + "; --windows says where it is");
        }
        JsonNode all = json(file);
        int ticks = whole(all.path("ticks"), file, "ticks", 1);
        JsonNode zones = all.path("zones");
        if (!zones.isObject() || zones.isEmpty()) {
            throw new IOException(file + ": zones has to hold a list of starts by zone, not " + shown(zones));
        }
        Map<String, Windows> windows = new TreeMap<>();
        for (Map.Entry<String, JsonNode> zone : zones.properties()) {
            List<Integer> starts = new ArrayList<>();
            for (JsonNode start : zone.getValue()) {
                starts.add(whole(start, file, "zones." + zone.getKey(), 0));
            }
            if (starts.isEmpty()) {
                throw new IOException(file + ": zones." + zone.getKey()
                        + " has to be a list of one start at least, not " + shown(zone.getValue()));
            }
            windows.put(zone.getKey(), new Windows(ticks, starts));
        }
        return windows;
    }

    /** The step that a file of windows was made for, if it names one. */
    static @Nullable Integer gap(Path file) throws IOException {
        JsonNode gap = json(file).path("gap_seconds");
        return gap.isMissingNode() ? null : whole(gap, file, "gap_seconds", 1);
    }

    private static int whole(JsonNode value, Path file, String name, int least) throws IOException {
        if (!value.isNumber() || value.doubleValue() != Math.rint(value.doubleValue()) || value.doubleValue() < least) {
            throw new IOException(
                    file + ": " + name + " has to be a whole number from " + least + ", not " + shown(value));
        }
        return value.intValue();
    }

    private static JsonNode json(Path file) throws IOException {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (JacksonException e) {
            throw new IOException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String shown(JsonNode value) {
        if (value.isMissingNode()) {
            return "nothing";
        }
        String text = value.toString();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
