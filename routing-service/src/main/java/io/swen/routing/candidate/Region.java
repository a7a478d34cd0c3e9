package io.swen.routing.candidate;

/** A region and where it lies; {@code id} is provider-qualified. */
public record Region(String id, String provider, String city, String country, double latitude, double longitude) {

    public Region {
        if (!id.startsWith(provider + ":")) {
            throw new IllegalArgumentException("region " + id + " is not qualified by its provider " + provider);
        }
        if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException("region " + id + " lies nowhere: " + latitude + ", " + longitude);
        }
    }
}
