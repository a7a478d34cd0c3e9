package io.swen.routing.spot;

/** Splits the age of a run of the same availability into spans that behave alike: fine at first, coarse later. */
final class AgeBuckets {

    /** The step that hazards are kept for. */
    static final double STEP_SECONDS = 600;

    /** The first step of each bucket; the last one is open. */
    private static final int[] EDGES = {1, 2, 3, 5, 9, 17, 33, 65, 129};

    static final int COUNT = EDGES.length;

    /** What an age of unknown beginning counts as, at least: it was not seen to begin, so it is hardly of the youngest. */
    static final int UNKNOWN = 3;

    private AgeBuckets() {}

    /** The bucket of an age in steps, from 1. */
    static int of(double steps) {
        int bucket = COUNT - 1;
        while (bucket > 0 && EDGES[bucket] > steps + 1e-9) {
            bucket--;
        }
        return bucket;
    }

    /** How many steps a bucket is wide; without end for the last. */
    static double width(int bucket) {
        return bucket == COUNT - 1 ? Double.POSITIVE_INFINITY : EDGES[bucket + 1] - EDGES[bucket];
    }
}
