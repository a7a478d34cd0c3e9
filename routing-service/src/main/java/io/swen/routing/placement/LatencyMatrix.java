package io.swen.routing.placement;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measured round trips between cities; a round trip between two points is taken from it where both are close to one of its
 * cities, and modelled otherwise.
 *
 * @param pairs each direction on its own
 */
public record LatencyMatrix(String source, @Nullable LocalDate asOf, List<City> cities, List<Pair> pairs)
        implements KnowledgePart {

    public static final LatencyMatrix NONE = new LatencyMatrix("none", null, List.of(), List.of());

    /** So near to a city of the matrix its measurements hold: a few milliseconds at most. */
    private static final double REACH_KM = 100;

    public LatencyMatrix {
        cities = List.copyOf(cities);
        pairs = List.copyOf(pairs);
    }

    /** A place that was measured from, in degrees. */
    public record City(String name, double latitude, double longitude) {}

    /** A measurement between two cities by their positions in the list. */
    public record Pair(int from, int to, double millis) {}

    /** A round trip in milliseconds and whether it was measured. */
    public record RoundTrip(double millis, boolean measured) {}

    /** The measurements that SWEN ships with. */
    public static LatencyMatrix shipped() {
        return Shipped.latency();
    }

    public static LatencyMatrix read(byte[] bytes) {
        return PartJson.read(bytes, LatencyMatrix.class);
    }

    /** The round trip between two points in degrees. */
    public RoundTrip between(double fromLatitude, double fromLongitude, double toLatitude, double toLongitude) {
        int from = near(fromLatitude, fromLongitude);
        int to = from < 0 ? -1 : near(toLatitude, toLongitude);
        if (to >= 0) {
            for (Pair pair : pairs) {
                if (pair.from() == from && pair.to() == to) {
                    return new RoundTrip(pair.millis(), true);
                }
            }
        }
        return new RoundTrip(LatencyModel.roundTripMillis(fromLatitude, fromLongitude, toLatitude, toLongitude), false);
    }

    /** The nearest city within reach, or -1. */
    private int near(double latitude, double longitude) {
        int nearest = -1;
        double least = REACH_KM;
        for (int i = 0; i < cities.size(); i++) {
            City city = cities.get(i);
            double km = LatencyModel.greatCircleKm(latitude, longitude, city.latitude(), city.longitude());
            if (km <= least) {
                nearest = i;
                least = km;
            }
        }
        return nearest;
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
