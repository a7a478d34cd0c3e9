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

    public static LatencyMatrix read(byte[] bytes) {
        return PartJson.read(bytes, LatencyMatrix.class);
    }

    /** The round trip between two points in degrees. */
    public RoundTrip between(double fromLatitude, double fromLongitude, double toLatitude, double toLongitude) {
        return new RoundTrip(LatencyModel.roundTripMillis(fromLatitude, fromLongitude, toLatitude, toLongitude), false);
    }

    @JsonIgnore
    @Override
    public String id() {
        return ContentHash.of(bytes());
    }

    @Override
    public byte[] bytes() {
        return PartJson.bytes(this);
    }
}
