package io.swen.routing.rightsizing;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a workload needs by what it was seen to use. Demand is in processors of a replica: the share that was used of those it has.
 * What is planned for is the 99th percentile of the hourly peaks, or what is foreseen if that is more; it may take up a part of the
 * processors that is the target.
 */
final class Sizing {

    /** Where a size stands. */
    enum Fit {
        /** Too little is known. */
        UNKNOWN,
        FITS,
        SMALLER,
        LARGER
    }

    /**
     * What is there now.
     *
     * @param vcpu processors of a replica's instance
     * @param memoryGb memory of a replica's instance
     */
    record Has(double vcpu, double memoryGb, int replicas) {}

    /**
     * What it should have.
     *
     * @param lacking what is missing; null where something can be said
     * @param peak99 processors in use in the busiest hours
     * @param cores what a replica needs
     * @param fewestCores what it would need by the 95th percentile
     * @param mostCores what it would need by the highest peak
     * @param memoryGb what a replica needs; null where memory is not measured
     * @param replicas how many replicas of the size at hand the demand of all of them together needs
     * @param saturatedNow the chance that an hour is saturated as it is
     */
    record Needs(
            Fit fit,
            @Nullable String lacking,
            double peak95,
            double peak99,
            double foreseen,
            double cores,
            double fewestCores,
            double mostCores,
            @Nullable Double memoryGb,
            int replicas,
            double saturatedNow) {}

    private static final double LEAST_CORES = 0.1;
    private static final double MOST_CORES = 1024;
    private static final double MEMORY_TARGET = 0.85;
    /** What is used beyond all processors is not seen, so this much more is tried. */
    private static final double BEYOND = 1.5;
    /** Needs that differ by less are the same size. */
    private static final double SAME = 0.9;

    private final RightSizingProperties properties;

    Sizing(RightSizingProperties properties) {
        this.properties = properties;
    }

    Needs needs(Usage usage, Has has) {
        if (usage.hours() < properties.leastHours()) {
            return new Needs(
                    Fit.UNKNOWN,
                    usage.hours() + " hours with measurements of its processors are known at this place, "
                            + properties.leastHours() + " are needed",
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    null,
                    has.replicas(),
                    Double.NaN);
        }
        double peak95 = used(Usage.quantile(usage.cpuPeaks(), 0.95), has);
        double peak99 = used(Usage.quantile(usage.cpuPeaks(), 0.99), has);
        double peak = used(Arrays.stream(usage.cpuPeaks()).max().orElse(0), has);
        // What is foreseen is a share of what there is, and never more than all of it.
        double foreseen = used(Math.min(100, usage.foreseenPeak()), has);
        double planned = Double.isNaN(foreseen) ? peak99 : Math.max(peak99, foreseen);
        double saturatedNow = Usage.chanceAbove(usage.cpuPeaks(), properties.saturated() * 100);
        long saturatedHours = Arrays.stream(usage.cpuPeaks())
                .filter(value -> value >= properties.saturated() * 100)
                .count();
        boolean saturates = saturatedHours > properties.mostSaturated() * usage.hours();
        double cores = cores(planned);
        if (saturates) {
            cores = Math.max(cores, rounded(has.vcpu() * BEYOND));
        }
        Fit fit = saturates || cores > has.vcpu() ? Fit.LARGER : cores < SAME * has.vcpu() ? Fit.SMALLER : Fit.FITS;
        double memory = Usage.quantile(usage.memoryPeaks(), 0.99);
        double fewest = saturates ? cores : Math.min(cores, cores(peak95));
        return new Needs(
                fit,
                null,
                peak95,
                peak99,
                foreseen,
                cores,
                fewest,
                Math.max(cores, cores(peak)),
                Double.isNaN(memory) ? null : Math.max(0.5, rounded(memory / 100 * has.memoryGb() / MEMORY_TARGET)),
                replicas(usage, has, planned),
                saturatedNow);
    }

    /**
     * Replicas that carry the demand of all together: the 99th percentile of their mean, or the foreseen peak's share of it where
     * that is more.
     */
    private int replicas(Usage usage, Has has, double planned) {
        double mean99 = used(Usage.quantile(usage.cpuMeans(), 0.99), has);
        double peak99 = used(Usage.quantile(usage.cpuPeaks(), 0.99), has);
        double growth = peak99 <= 0 ? 1 : Math.max(1, planned / peak99);
        double together = mean99 * growth * has.replicas();
        int needed = (int) Math.ceil(together / (has.vcpu() * properties.target()) - 1e-9);
        return Math.clamp(needed, 1, properties.mostReplicas());
    }

    private double cores(double demand) {
        return Math.clamp(rounded(demand / properties.target()), LEAST_CORES, MOST_CORES);
    }

    /** Up to the next tenth. */
    private static double rounded(double value) {
        return Math.ceil(value * 10 - 1e-9) / 10;
    }

    private static double used(double percent, Has has) {
        return percent / 100 * has.vcpu();
    }

    /** The chance that an hour's demand exceeds a number of processors, in words and as a number. */
    static double saturation(Usage usage, Has has, double vcpu) {
        double measured = Usage.chanceAbove(usage.cpuPeaks(), vcpu / has.vcpu() * 100);
        boolean foreseenAbove = usage.foreseenPeak() / 100 * has.vcpu() > vcpu;
        return foreseenAbove ? Math.max(measured, 0.025) : measured;
    }

    static String words(double saturation, int hours, double vcpu) {
        return String.format(
                Locale.ROOT,
                "with 95 %% certainty at most %.1f %% of hours need more than %s processors in a replica at their busiest,"
                        + " by %d hours that were measured",
                saturation * 100,
                vcpu == Math.rint(vcpu) ? Long.toString((long) vcpu) : Double.toString(vcpu),
                hours);
    }
}
