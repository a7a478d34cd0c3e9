package io.swen.platform.text;

/** Counts things in words. */
public final class Plural {

    private Plural() {}

    /**
     * A number with its noun, as in "1 workload" and "2 workloads".
     *
     * @param noun in the singular, with a regular plural
     */
    public static String of(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
