package io.swen.telemetry.anomaly;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a series is known to do, as boxes in the plane of a value and the smoothed value that goes with it; how far a new point
 * lies from the nearest box is its novelty.
 *
 * <p>This is a small relative of fuzzy adaptive resonance (Carpenter, Grossberg and Rosen 1991): a point close to a box makes it
 * grow, up to a bound, and any other point founds a box, at the cost of the one that was not met for longest.
 */
final class NoveltyMap {

    /** Least and greatest value, least and greatest level, and when it was met: kept side by side, as they are used together. */
    private static final int BOX = 5;

    private static final int MET = 4;

    private static final int FIRST_CAPACITY = 4;

    private float[] boxes = new float[FIRST_CAPACITY * BOX];
    private int count;
    private int nearest;

    /** How far a point lies from the nearest box, 0 within one or when nothing is known yet; {@link #learn} follows. */
    float distance(float value, float level) {
        // Most points lie where the one before them lay.
        if (count > 0 && distance(nearest * BOX, value, level) <= 0) {
            return 0;
        }
        float least = Float.POSITIVE_INFINITY;
        for (int i = 0, at = 0; i < count; i++, at += BOX) {
            float distance = distance(at, value, level);
            if (distance < least) {
                least = distance;
                nearest = i;
                if (distance <= 0) {
                    return 0;
                }
            }
        }
        return count == 0 ? 0 : least;
    }

    private float distance(int at, float value, float level) {
        return Math.max(
                Math.max(boxes[at] - value, value - boxes[at + 1]),
                Math.max(boxes[at + 2] - level, level - boxes[at + 3]));
    }

    /** Whether the value rather than the level was what put the last point outside the nearest box. */
    boolean isValueStrange(float value, float level) {
        int at = nearest * BOX;
        return Math.max(boxes[at] - value, value - boxes[at + 1])
                >= Math.max(boxes[at + 2] - level, level - boxes[at + 3]);
    }

    /**
     * Where the last point should have been: over all boxes that go with its other coordinate, or of the nearest box where the
     * point lies between those.
     *
     * @param ofValue whether the band of the value or of the level is meant
     * @param strange the coordinate that is judged
     * @param other the coordinate that goes with it
     * @param allowed by how much a point may miss a box
     * @return the least and the greatest
     */
    float[] band(boolean ofValue, float strange, float other, float allowed) {
        int from = ofValue ? 0 : 2;
        int with = 2 - from;
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int at = 0; at < count * BOX; at += BOX) {
            if (other >= boxes[at + with] - allowed && other <= boxes[at + with + 1] + allowed) {
                least = Math.min(least, boxes[at + from]);
                most = Math.max(most, boxes[at + from + 1]);
            }
        }
        if (least > most || (strange >= least - allowed && strange <= most + allowed)) {
            least = boxes[nearest * BOX + from];
            most = boxes[nearest * BOX + from + 1];
        }
        return new float[] {least - allowed, most + allowed};
    }

    /** Makes the point whose distance was asked for last a known one. */
    void learn(float value, float level, float distance, double range, int now, DetectorSettings settings) {
        if (count == 0) {
            count = 1;
            found(0, value, level, now);
            return;
        }
        if (distance == 0) {
            meet(nearest, now);
            return;
        }
        int at = nearest * BOX;
        double largest = settings.largestBox() * range;
        if (distance <= settings.vigilance() * range
                && Math.max(boxes[at + 1], value) - Math.min(boxes[at], value) <= largest
                && Math.max(boxes[at + 3], level) - Math.min(boxes[at + 2], level) <= largest) {
            boxes[at] = Math.min(boxes[at], value);
            boxes[at + 1] = Math.max(boxes[at + 1], value);
            boxes[at + 2] = Math.min(boxes[at + 2], level);
            boxes[at + 3] = Math.max(boxes[at + 3], level);
            meet(nearest, now);
        } else if (count < settings.categories()) {
            if (count * BOX == boxes.length) {
                boxes = Arrays.copyOf(boxes, Math.min(settings.categories(), 2 * count) * BOX);
            }
            found(count++, value, level, now);
        } else {
            int oldest = 0;
            for (int i = 1; i < count; i++) {
                if (met(i) < met(oldest)) {
                    oldest = i;
                }
            }
            found(oldest, value, level, now);
        }
    }

    private void found(int box, float value, float level, int now) {
        int at = box * BOX;
        boxes[at] = value;
        boxes[at + 1] = value;
        boxes[at + 2] = level;
        boxes[at + 3] = level;
        meet(box, now);
    }

    private void meet(int box, int now) {
        boxes[box * BOX + MET] = Float.intBitsToFloat(now);
    }

    private int met(int box) {
        return Float.floatToRawIntBits(boxes[box * BOX + MET]);
    }

    int size() {
        return 2 + count * BOX * Float.BYTES;
    }

    void write(ByteBuffer out) {
        out.put((byte) count).put((byte) nearest);
        for (int i = 0; i < count * BOX; i++) {
            out.putInt(Float.floatToRawIntBits(boxes[i]));
        }
    }

    static NoveltyMap read(ByteBuffer in) {
        NoveltyMap map = new NoveltyMap();
        map.count = in.get();
        map.nearest = in.get();
        map.boxes = new float[Math.max(FIRST_CAPACITY, map.count) * BOX];
        for (int i = 0; i < map.count * BOX; i++) {
            map.boxes[i] = Float.intBitsToFloat(in.getInt());
        }
        return map;
    }
}
