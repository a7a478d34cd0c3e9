package io.swen.routing.model;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How places in a zone went of late, as two more columns: the share that was interrupted and the mean cost ratio.
 *
 * <p>What happened fades with a half-life of domain time, and a zone of which little is known is taken for what is usual.
 * A training sample sees only what had ended before it was decided.
 */
final class ZoneMemory {

    /** The columns that it adds to those of a placement. */
    static final List<String> COLUMNS = List.of("zone_interrupted", "zone_cost_ratio");

    private static final double HALF_LIFE_HOURS = 72;
    /** The weight of what is usual, in samples. */
    private static final double PRIOR = 4;

    private static final double USUAL_RATIO = 1;
    private static final int MOST_ZONES = 10_000;

    private static final class Faded {
        private double weight;
        private double sum;
        private long at = Long.MIN_VALUE;

        void add(double value, Instant when) {
            fade(when);
            weight += 1;
            sum += value;
        }

        private void fade(Instant when) {
            long now = when.toEpochMilli();
            if (at != Long.MIN_VALUE && now > at) {
                double left = StrictMath.pow(
                        0.5, (now - at) / (HALF_LIFE_HOURS * Duration.ofHours(1).toMillis()));
                weight *= left;
                sum *= left;
            }
            at = Math.max(at, now);
        }

        double mean(double usual) {
            return (sum + PRIOR * usual) / (weight + PRIOR);
        }
    }

    private record Zone(Faded interrupted, Faded ratio) {

        Zone() {
            this(new Faded(), new Faded());
        }
    }

    private final Map<String, Zone> zones = new TreeMap<>();
    private final Zone all = new Zone();

    /** Takes in what ended; in the order in which it ended. */
    void learn(Sample sample) {
        for (Zone zone : List.of(all, zones.computeIfAbsent(sample.zone(), name -> new Zone()))) {
            double interrupted = sample.value(Target.INTERRUPTION);
            if (!Double.isNaN(interrupted)) {
                zone.interrupted().add(interrupted, sample.endedAt());
            }
            double ratio = sample.value(Target.COST_RATIO);
            if (!Double.isNaN(ratio)) {
                zone.ratio().add(ratio, sample.endedAt());
            }
        }
    }

    /** What is known of each zone at a moment. */
    Seen at(Instant when) {
        all.interrupted().fade(when);
        all.ratio().fade(when);
        double interrupted = all.interrupted().mean(0);
        double ratio = all.ratio().mean(USUAL_RATIO);
        Map<String, double[]> seen = new TreeMap<>();
        zones.forEach((name, zone) -> {
            zone.interrupted().fade(when);
            zone.ratio().fade(when);
            seen.put(name, new double[] {
                zone.interrupted().mean(interrupted), zone.ratio().mean(ratio)
            });
        });
        return new Seen(seen, new double[] {interrupted, ratio});
    }

    /** What is known of one zone at a moment. */
    double[] at(Instant when, String name) {
        all.interrupted().fade(when);
        all.ratio().fade(when);
        double interrupted = all.interrupted().mean(0);
        double ratio = all.ratio().mean(USUAL_RATIO);
        Zone zone = zones.get(name);
        if (zone == null) {
            return new double[] {interrupted, ratio};
        }
        zone.interrupted().fade(when);
        zone.ratio().fade(when);
        return new double[] {zone.interrupted().mean(interrupted), zone.ratio().mean(ratio)};
    }

    /** The columns of every zone at one moment. */
    record Seen(Map<String, double[]> zones, double[] usual) {

        double[] of(String zone) {
            return zones.getOrDefault(zone, usual);
        }

        void write(DataOutputStream out) throws IOException {
            out.writeDouble(usual[0]);
            out.writeDouble(usual[1]);
            out.writeInt(zones.size());
            for (var zone : zones.entrySet()) {
                out.writeUTF(zone.getKey());
                out.writeDouble(zone.getValue()[0]);
                out.writeDouble(zone.getValue()[1]);
            }
        }

        static Seen read(DataInputStream in) throws IOException {
            double[] usual = {in.readDouble(), in.readDouble()};
            int count = in.readInt();
            if (count < 0 || count > MOST_ZONES) {
                throw new IOException("a memory of " + count + " zones");
            }
            Map<String, double[]> zones = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                zones.put(in.readUTF(), new double[] {in.readDouble(), in.readDouble()});
            }
            return new Seen(zones, usual);
        }
    }
}
