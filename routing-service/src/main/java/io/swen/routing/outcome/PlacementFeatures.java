package io.swen.routing.outcome;

import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.Shape;
import io.swen.routing.workload.Kind;
import io.swen.routing.workload.WorkloadSpec;
import java.util.List;

/**
 * What a workload and an offer are described by for learning: always the same columns in the same order, all of them known when
 * a decision is made and none of them missing. docs/placement/model.md tells what each means.
 */
public final class PlacementFeatures {

    /** The columns' names; new ones go to the end and raise {@link #VERSION}. */
    public static final List<String> NAMES = List.of(
            "hours",
            "service",
            "replicas",
            "priority",
            "cpu_cores",
            "memory_gb",
            "gpus",
            "checkpoint_hours",
            "spot",
            "alibaba",
            "vcpu",
            "offer_memory_gb",
            "offer_gpus",
            "price_per_vcpu",
            "discount",
            "interruption_rate");

    public static final int VERSION = 1;

    /** Hours within which an interruption of a service counts; it has no duration of its own. */
    public static final double SERVICE_HORIZON = 24;

    private static final double PRICE_UNIT = 1e-12;
    private static final double MILLIS_PER_HOUR = 3_600_000;
    /** The first column that an offer has a part in. */
    public static final int OF_OFFER = NAMES.indexOf("spot");

    private PlacementFeatures() {}

    /** Hours within which an interruption counts. */
    public static double horizon(WorkloadSpec spec) {
        Double estimated = spec.estimatedDurationHours();
        return estimated == null ? SERVICE_HORIZON : estimated;
    }

    /** A row with the workload's columns filled in; {@link #fill} adds an offer's. */
    public static double[] of(WorkloadSpec spec) {
        double[] row = new double[NAMES.size()];
        var checkpoint = spec.container().checkpoint();
        int i = 0;
        row[i++] = horizon(spec);
        row[i++] = spec.kind() == Kind.SERVICE ? 1 : 0;
        row[i++] = spec.container().replicas();
        row[i++] = spec.priority().ordinal();
        row[i++] = spec.cpuCores();
        row[i++] = spec.memoryGb();
        row[i++] = spec.gpus();
        row[i] = checkpoint == null ? -1 : checkpoint.interval().toMillis() / MILLIS_PER_HOUR;
        return row;
    }

    /** Writes the columns of an offer into a row. */
    public static void fill(double[] row, OfferIndex index, int offer) {
        double onDemand = onDemandPrice(index, offer);
        double price = index.price(offer) * PRICE_UNIT;
        fill(
                row,
                index.shape(index.shapeOf(offer)),
                index.isSpot(offer),
                price,
                onDemand,
                index.interruptionRate(offer));
    }

    static void fill(double[] row, Shape shape, boolean spot, double price, double onDemand, double rate) {
        int i = OF_OFFER;
        row[i++] = spot ? 1 : 0;
        row[i++] = shape.provider().equals("alibaba") ? 1 : 0;
        row[i++] = shape.vcpu();
        row[i++] = shape.memoryGb();
        row[i++] = shape.gpus();
        row[i++] = price / shape.vcpu();
        row[i++] = 1 - price / onDemand;
        row[i] = rate;
    }

    /** What the same instance costs on demand where it stands; its own price where it is not sold so. */
    static double onDemandPrice(OfferIndex index, int offer) {
        // Offers of a zone and type stand side by side, on demand first.
        int before = offer - 1;
        boolean beside = !index.isOnDemand(offer)
                && before >= 0
                && index.isOnDemand(before)
                && index.shapeOf(before) == index.shapeOf(offer)
                && index.regionOf(before) == index.regionOf(offer);
        return index.price(beside ? before : offer) * PRICE_UNIT;
    }

    /** The zone's provider-qualified name, which stands first in an offer's id. */
    public static String zone(String offerId) {
        return offerId.substring(0, offerId.indexOf('/'));
    }
}
