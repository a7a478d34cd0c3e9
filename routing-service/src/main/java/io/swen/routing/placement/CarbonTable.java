package io.swen.routing.placement;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much CO2e the grid of a region gives off.
 *
 * @param gramsPerKwh by provider-qualified region; a region that is not there is unknown, not clean
 */
public record CarbonTable(String source, @Nullable LocalDate asOf, Map<String, Double> gramsPerKwh)
        implements KnowledgePart {

    public static final CarbonTable UNKNOWN = new CarbonTable("none", null, Map.of());

    public CarbonTable {
        gramsPerKwh = java.util.Collections.unmodifiableMap(new TreeMap<>(gramsPerKwh));
    }

    /** The grid intensities that SWEN ships with. */
    public static CarbonTable shipped() {
        return Shipped.carbon();
    }

    public static CarbonTable read(byte[] bytes) {
        return PartJson.read(bytes, CarbonTable.class);
    }

    /** Grams of CO2e per kWh, or null where no source tells. */
    public @Nullable Double of(String region) {
        return gramsPerKwh.get(region);
    }

    /** What a region that is not known counts as: the dirtiest that is known, so that nobody gains by it. */
    double dirtiest() {
        double most = 0;
        for (double grams : gramsPerKwh.values()) {
            most = Math.max(most, grams);
        }
        return most;
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
