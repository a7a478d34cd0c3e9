package io.swen.routing.placement;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swen.routing.workload.Architecture;
import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * List prices beside those of the offers, and the yardstick that costs are judged against.
 *
 * @param transfer USD per GB by region and the region that data is moved to
 * @param storage by provider
 * @param reference on-demand prices per hour of the instance types of one region on one day
 */
public record Tariffs(Map<String, Map<String, Price>> transfer, Map<String, Storage> storage, List<Reference> reference)
        implements KnowledgePart {

    /**
     * A price in USD.
     *
     * @param listed whether it stands in a provider's list; otherwise it is simulated
     */
    public record Price(BigDecimal usd, boolean listed) {}

    /**
     * A provider's disks.
     *
     * @param usdPerGbMonth null where it is not known
     * @param largestGb GiB of the largest disk that an instance can start from
     */
    public record Storage(
            @Nullable BigDecimal usdPerGbMonth,
            int largestGb,
            String source,
            @Nullable LocalDate asOf) {}

    /** An instance type of the reference list. */
    public record Reference(
            String architecture,
            int vcpu,
            double memoryGb,
            int gpus,
            @Nullable String gpuModel,
            BigDecimal usd) {}

    /** For a region that the lists do not know: the price AWS takes for traffic to the internet. */
    private static final Price UNKNOWN = new Price(new BigDecimal("0.09"), false);

    private static final Price NOTHING = new Price(BigDecimal.ZERO, true);

    public Tariffs {
        Map<String, Map<String, Price>> sorted = new TreeMap<>();
        transfer.forEach((from, prices) -> sorted.put(from, Collections.unmodifiableMap(new TreeMap<>(prices))));
        transfer = Collections.unmodifiableMap(sorted);
        storage = Collections.unmodifiableMap(new TreeMap<>(storage));
        reference = List.copyOf(reference);
        if (reference.isEmpty()) {
            throw new IllegalArgumentException("costs need a reference list to be judged against");
        }
    }

    /** The lists that SWEN ships with; read when first asked for. */
    public static Tariffs shipped() {
        return Shipped.tariffs();
    }

    public static Tariffs read(byte[] bytes) {
        return PartJson.read(bytes, Tariffs.class);
    }

    /** The price of moving a GB out of one region into another; nothing within one. */
    public Price transfer(String fromRegion, String toRegion) {
        if (fromRegion.equals(toRegion)) {
            return NOTHING;
        }
        return transfer.getOrDefault(fromRegion, Map.of()).getOrDefault(toRegion, UNKNOWN);
    }

    /**
     * USD per GB and month of a provider's disks; where it is not known, that of the dearest known provider, so that nobody gains
     * by it.
     */
    public double storage(String provider) {
        Storage disks = storage.get(provider);
        if (disks != null && disks.usdPerGbMonth() != null) {
            return disks.usdPerGbMonth().doubleValue();
        }
        double dearest = 0;
        for (Storage other : storage.values()) {
            BigDecimal price = other.usdPerGbMonth();
            dearest = price == null ? dearest : Math.max(dearest, price.doubleValue());
        }
        return dearest;
    }

    boolean knowsStorage(String provider) {
        Storage disks = storage.get(provider);
        return disks != null && disks.usdPerGbMonth() != null;
    }

    /** The largest disk of a provider, or no bound where none is known. */
    int largestDisk(String provider) {
        Storage disks = storage.get(provider);
        return disks == null ? Integer.MAX_VALUE : disks.largestGb();
    }

    /**
     * USD per hour that a replica of the workload costs by the reference list: the cheapest type that is big enough, or so many
     * times a smaller one as its largest shortfall asks for. It depends on the workload and the list alone, not on the offers.
     */
    public double yardstick(WorkloadSpec spec) {
        String model = spec.gpuModel();
        boolean modelKnown =
                model != null && reference.stream().anyMatch(type -> PlacementEngine.sameModel(model, type.gpuModel()));
        double least = Double.POSITIVE_INFINITY;
        double leastOfAny = Double.POSITIVE_INFINITY;
        for (Reference type : reference) {
            double price = type.usd().doubleValue() * times(spec, type);
            leastOfAny = Math.min(leastOfAny, price);
            boolean fits = (spec.architecture() == Architecture.ANY
                            || type.architecture().equals(spec.architecture().id()))
                    && (!modelKnown || (model != null && PlacementEngine.sameModel(model, type.gpuModel())));
            least = fits ? Math.min(least, price) : least;
        }
        double yardstick = Double.isInfinite(least) ? leastOfAny : least;
        if (!(yardstick > 0) || Double.isInfinite(yardstick)) {
            throw new IllegalStateException("the reference list has no type to judge the cost of " + spec.id() + " by");
        }
        return yardstick;
    }

    private static double times(WorkloadSpec spec, Reference type) {
        double times = Math.max(1, Math.max(spec.cpuCores() / type.vcpu(), spec.memoryGb() / type.memoryGb()));
        if (spec.gpus() == 0) {
            return times;
        }
        return type.gpus() == 0 ? Double.POSITIVE_INFINITY : Math.max(times, spec.gpus() / (double) type.gpus());
    }

    @JsonIgnore
    @Override
    public String id() {
        return PartNames.of(this);
    }

    @Override
    public byte[] bytes() {
        return PartJson.bytes(this);
    }
}
