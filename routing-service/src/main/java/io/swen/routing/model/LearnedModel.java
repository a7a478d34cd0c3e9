package io.swen.routing.model;

import io.swen.platform.json.ContentHash;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.outcome.PlacementFeatures;
import io.swen.routing.placement.ModelUse;
import io.swen.routing.placement.OutcomePredictor;
import io.swen.routing.placement.PlacementRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What was learned from outcomes, flat and immutable: a forest for each {@link Target} and what is known of the zones. */
public final class LearnedModel implements OutcomePredictor {

    /** The kind that models are stored under as artifacts. */
    public static final String KIND = "model";

    /** Every column, those of the placement first. */
    public static final List<String> COLUMNS = columns();

    private static final int FORMAT = 1;
    private static final int ZONE = PlacementFeatures.NAMES.size();

    private final String description;
    private final Map<Target, FlatForest> forests;
    private final ZoneMemory.Seen zones;
    private final byte[] bytes;
    private final String id;
    private final long upperBound;

    /** @param description what it was trained on, which decisions tell */
    LearnedModel(String description, Map<Target, FlatForest> forests, ZoneMemory.Seen zones) {
        this.description = description;
        this.forests = new EnumMap<>(forests);
        this.zones = zones;
        this.bytes = write();
        this.id = ContentHash.of(bytes);
        this.upperBound = new Expectation(
                        bounded(Target.COST_RATIO, forest(Target.COST_RATIO).least()),
                        bounded(Target.INTERRUPTION, forest(Target.INTERRUPTION).least()),
                        bounded(
                                Target.QUEUE_SECONDS,
                                forest(Target.QUEUE_SECONDS).least()))
                .millionths();
    }

    /**
     * Reads what {@link #bytes()} gave.
     *
     * @throws IllegalArgumentException when it is no model, or one of another version
     */
    public static LearnedModel read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readInt();
            int features = in.readInt();
            if (format != FORMAT || features != PlacementFeatures.VERSION) {
                throw new IllegalArgumentException("a model of format " + format + " and features " + features
                        + "; this version reads " + FORMAT + " and " + PlacementFeatures.VERSION);
            }
            String description = in.readUTF();
            ZoneMemory.Seen zones = ZoneMemory.Seen.read(in);
            Map<Target, FlatForest> forests = new EnumMap<>(Target.class);
            for (Target target : Target.values()) {
                forests.put(target, FlatForest.read(in, COLUMNS.size()));
            }
            return new LearnedModel(description, forests, zones);
        } catch (IOException e) {
            throw new IllegalArgumentException("these bytes are no model: " + e.getMessage(), e);
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public ModelUse use() {
        return new ModelUse(true, description);
    }

    /** What is expected of a placement described by these columns in a zone. */
    public Expectation expect(double[] row, String zone) {
        double[] all = Arrays.copyOf(row, COLUMNS.size());
        System.arraycopy(zones.of(zone), 0, all, ZONE, ZoneMemory.COLUMNS.size());
        return expect(all);
    }

    /** What is expected of a full row. */
    public Expectation expect(double[] all) {
        return new Expectation(
                bounded(Target.COST_RATIO, forest(Target.COST_RATIO).predict(all)),
                bounded(Target.INTERRUPTION, forest(Target.INTERRUPTION).predict(all)),
                bounded(Target.QUEUE_SECONDS, forest(Target.QUEUE_SECONDS).predict(all)));
    }

    public FlatForest forest(Target target) {
        return Objects.requireNonNull(forests.get(target));
    }

    ZoneMemory.Seen zones() {
        return zones;
    }

    @Override
    public Scorer scorer(OfferIndex index, PlacementRequest request) {
        return new OfferScorer(index, request);
    }

    @Override
    public String explain(OfferIndex index, PlacementRequest request, int offer) {
        double[] row = PlacementFeatures.of(request.spec());
        PlacementFeatures.fill(row, index, offer);
        Expectation expected = expect(row, index.zoneName(index.zoneOf(offer)));
        return String.format(
                Locale.ROOT,
                "outcomes of the past let expect %.2f times the promised cost, %.1f %% chance of interruption within %.4g h, %.0f s until it runs",
                expected.costRatio(),
                100 * expected.interruption(),
                PlacementFeatures.horizon(request.spec()),
                expected.queueSeconds());
    }

    private static double bounded(Target target, double value) {
        return target.bounded(value);
    }

    private static List<String> columns() {
        List<String> columns = new ArrayList<>(PlacementFeatures.NAMES);
        columns.addAll(ZoneMemory.COLUMNS);
        return List.copyOf(columns);
    }

    private byte[] write() {
        ByteArrayOutputStream into = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(into)) {
            out.writeInt(FORMAT);
            out.writeInt(PlacementFeatures.VERSION);
            out.writeUTF(description);
            zones.write(out);
            for (Target target : Target.values()) {
                forest(target).write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return into.toByteArray();
    }

    /** Asks the forests once for each distinct row; no allocation but where its table grows. */
    private final class OfferScorer implements Scorer {
        private static final int FIRST_SLOTS = 256;

        private final OfferIndex index;
        private final double[] row;
        private final double[][] zoneColumns;
        private final int from;
        private double[] known = new double[0];
        private long[] judged = new long[0];
        private int[] slots = new int[FIRST_SLOTS];
        private int count;

        OfferScorer(OfferIndex index, PlacementRequest request) {
            this.index = index;
            this.row = Arrays.copyOf(PlacementFeatures.of(request.spec()), COLUMNS.size());
            this.zoneColumns = new double[index.zones()][];
            for (int zone = 0; zone < zoneColumns.length; zone++) {
                zoneColumns[zone] = zones.of(index.zoneName(zone));
            }
            this.from = PlacementFeatures.OF_OFFER;
        }

        @Override
        public long upperBound() {
            return upperBound;
        }

        @Override
        public long millionths(int offer) {
            PlacementFeatures.fill(row, index, offer);
            double[] zone = zoneColumns[index.zoneOf(offer)];
            System.arraycopy(zone, 0, row, ZONE, zone.length);
            int slot = slot(slots);
            if (slots[slot] == 0) {
                if (2 * (count + 1) > slots.length) {
                    grow();
                    slot = slot(slots);
                }
                int width = row.length - from;
                if ((count + 1) * width > known.length) {
                    known = Arrays.copyOf(known, Math.max(64 * width, 2 * known.length));
                    judged = Arrays.copyOf(judged, known.length / width);
                }
                System.arraycopy(row, from, known, count * width, width);
                judged[count] = expect(row).millionths();
                slots[slot] = ++count;
            }
            return judged[slots[slot] - 1];
        }

        /** Where the row stands, or where it is to stand. */
        private int slot(int[] table) {
            long hash = 0;
            for (int i = from; i < row.length; i++) {
                hash = (hash ^ Double.doubleToRawLongBits(row[i])) * 0x9e3779b97f4a7c15L;
                hash ^= hash >>> 29;
            }
            int slot = (int) (hash >>> 32) & (table.length - 1);
            while (table[slot] != 0 && !isAt(table[slot] - 1)) {
                slot = (slot + 1) & (table.length - 1);
            }
            return slot;
        }

        private boolean isAt(int at) {
            int width = row.length - from;
            return Arrays.equals(row, from, row.length, known, at * width, (at + 1) * width);
        }

        private void grow() {
            int[] larger = new int[2 * slots.length];
            double[] asked = row.clone();
            int width = row.length - from;
            for (int i = 0; i < count; i++) {
                System.arraycopy(known, i * width, row, from, width);
                larger[slot(larger)] = i + 1;
            }
            System.arraycopy(asked, 0, row, 0, row.length);
            slots = larger;
        }
    }
}
