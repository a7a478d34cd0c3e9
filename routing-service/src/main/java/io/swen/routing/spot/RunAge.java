package io.swen.routing.spot;

/** Follows availability step by step and knows how old the present run of it, or of its absence, is. */
final class RunAge {

    private final double step;
    private double age;
    private boolean beginningSeen;
    private boolean present;
    private boolean started;

    RunAge(double tickSeconds) {
        this.step = tickSeconds / AgeBuckets.STEP_SECONDS;
    }

    /** Takes in the next step; true where it ended the run before. */
    boolean observe(boolean now) {
        boolean ended = started && now != present;
        beginningSeen |= ended;
        age = ended ? step : age + step;
        started = true;
        present = now;
        return ended;
    }

    boolean started() {
        return started;
    }

    boolean present() {
        return present;
    }

    int bucket() {
        int bucket = AgeBuckets.of(age);
        return beginningSeen ? bucket : Math.max(AgeBuckets.UNKNOWN, bucket);
    }
}
