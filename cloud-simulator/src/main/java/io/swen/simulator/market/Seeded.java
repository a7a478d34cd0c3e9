package io.swen.simulator.market;

import java.nio.charset.StandardCharsets;

/** Randomness without state: the same seed and names always give the same numbers. */
public final class Seeded {

    private Seeded() {}

    /** A well-mixed 64-bit number from a seed and a text (FNV-1a, then the mixer of SplitMix64). */
    public static long hash(long seed, String text) {
        long h = 0xcbf29ce484222325L ^ mix(seed);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            h = (h ^ (b & 0xff)) * 0x100000001b3L;
        }
        return mix(h);
    }

    /** A well-mixed number from two. */
    public static long hash(long a, long b) {
        return mix(a + 0x9e3779b97f4a7c15L * (b + 1));
    }

    /** A number in [0, 1) from a hash. */
    public static double unit(long hash) {
        return (hash >>> 11) * 0x1.0p-53;
    }

    /** A number of mean 0 and deviation 1, at most 3.5 away from it, from a hash: the sum of four uniform ones. */
    static double normal(long hash) {
        double sum = (hash & 0xffff) + ((hash >>> 16) & 0xffff) + ((hash >>> 32) & 0xffff) + (hash >>> 48);
        return (sum / 65_536 - 2) * 1.732_050_8;
    }

    private static long mix(long h) {
        h = (h ^ (h >>> 30)) * 0xbf58476d1ce4e5b9L;
        h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
        return h ^ (h >>> 31);
    }
}
