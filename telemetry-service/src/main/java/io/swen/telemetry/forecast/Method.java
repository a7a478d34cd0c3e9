package io.swen.telemetry.forecast;

/** A way to foresee the next values of a series from its past alone. */
interface Method {

    ForecastModel model();

    /** Fewest past values with which it makes sense. */
    int fewest(int season);

    /**
     * Learns from a series; what is returned knows nothing but these values.
     *
     * @param values without gaps, oldest first
     * @param season steps after which the pattern repeats; 1 for none
     */
    Fitted fit(double[] values, int season);

    /** What was learnt, which can go on from a later moment without learning anew; to be closed by the thread that learnt it. */
    interface Fitted extends AutoCloseable {

        /**
         * The next values after the first {@code length} of the series, of which those learnt from are the beginning.
         *
         * @param values the series learnt from, or the same with later values
         */
        double[] forecast(double[] values, int length, int horizon);

        @Override
        default void close() {}
    }
}
