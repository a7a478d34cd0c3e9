package io.swen.catalog;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A region of a provider with its place and its zones; {@code id} and {@code zones} are provider-qualified.
 *
 * @param gramsCo2PerKwh grid emissions, or null where no source is known
 * @param zones empty for regions whose zones (and so prices) the lists do not carry
 */
public record CatalogRegion(
        Provider provider,
        String id,
        String name,
        String city,
        String country,
        double latitude,
        double longitude,
        @Nullable Double gramsCo2PerKwh,
        List<String> zones) {

    public CatalogRegion {
        Objects.requireNonNull(provider);
        if (!id.equals(provider.qualify(name))) {
            throw new IllegalArgumentException("region id " + id + " does not belong to " + provider + " " + name);
        }
        if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
            throw new IllegalArgumentException("region " + id + " lies nowhere: " + latitude + ", " + longitude);
        }
        zones = List.copyOf(zones);
    }
}
