package io.swen.routing.placement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;

/**
 * Round-trip times from distances along the ways that cables take; everything it says is derived, not measured.
 *
 * <p>A plain line through great-circle distances is 30 ms off on average, mostly because traffic between Europe and East
 * Asia goes by Suez and Singapore, and between the southern continents by North America. So the distance is that of the
 * shortest way over a small net of landing places, which a point joins within 3,000 km (or at the nearest), or the great
 * circle itself where both points share a landmass (up to 3,500 km). The round trip is {@code 6.8 ms + 0.01317 ms/km}, least
 * squares over IBM Cloud's 90 published inter-region averages of August and September 2024: 6.3 ms off on average, 16.4 ms
 * at most.
 */
final class LatencyModel {

    private static final double EARTH_RADIUS_KM = 6371;
    private static final double REACH_KM = 3_000;
    private static final double DIRECT_KM = 3_500;
    private static final double BASE_MS = 6.8;
    private static final double MS_PER_KM = 0.01317;

    /** Landing places: latitude and longitude. */
    private enum Hub {
        NEW_YORK(40.71, -74.01),
        MIAMI(25.76, -80.19),
        LOS_ANGELES(34.05, -118.24),
        SEATTLE(47.61, -122.33),
        FORTALEZA(-3.73, -38.53),
        SAO_PAULO(-23.55, -46.63),
        LONDON(51.51, -0.13),
        MARSEILLE(43.30, 5.37),
        LISBON(38.72, -9.14),
        SUEZ(29.97, 32.55),
        DJIBOUTI(11.59, 43.15),
        FUJAIRAH(25.13, 56.33),
        MUMBAI(19.08, 72.88),
        SINGAPORE(1.35, 103.82),
        HONG_KONG(22.32, 114.17),
        TOKYO(35.68, 139.69),
        GUAM(13.44, 144.79),
        SYDNEY(-33.87, 151.21),
        PERTH(-31.95, 115.86),
        CAPE_TOWN(-33.92, 18.42),
        LAGOS(6.52, 3.38),
        MOMBASA(-4.04, 39.67);

        private final double latitude;
        private final double longitude;

        Hub(double latitude, double longitude) {
            this.latitude = latitude;
            this.longitude = longitude;
        }
    }

    private static final Hub[][] CABLES = {
        {Hub.NEW_YORK, Hub.LONDON},
        {Hub.NEW_YORK, Hub.MIAMI},
        {Hub.NEW_YORK, Hub.LOS_ANGELES},
        {Hub.NEW_YORK, Hub.SEATTLE},
        {Hub.LOS_ANGELES, Hub.SEATTLE},
        {Hub.LOS_ANGELES, Hub.MIAMI},
        {Hub.SEATTLE, Hub.TOKYO},
        {Hub.LOS_ANGELES, Hub.TOKYO},
        {Hub.LOS_ANGELES, Hub.SYDNEY},
        {Hub.MIAMI, Hub.FORTALEZA},
        {Hub.NEW_YORK, Hub.FORTALEZA},
        {Hub.FORTALEZA, Hub.SAO_PAULO},
        {Hub.LONDON, Hub.MARSEILLE},
        {Hub.LONDON, Hub.LISBON},
        {Hub.MARSEILLE, Hub.SUEZ},
        {Hub.SUEZ, Hub.DJIBOUTI},
        {Hub.DJIBOUTI, Hub.MUMBAI},
        {Hub.DJIBOUTI, Hub.FUJAIRAH},
        {Hub.FUJAIRAH, Hub.MUMBAI},
        {Hub.MUMBAI, Hub.SINGAPORE},
        {Hub.SINGAPORE, Hub.HONG_KONG},
        {Hub.HONG_KONG, Hub.TOKYO},
        {Hub.TOKYO, Hub.GUAM},
        {Hub.GUAM, Hub.SYDNEY},
        {Hub.SINGAPORE, Hub.PERTH},
        {Hub.PERTH, Hub.SYDNEY},
        {Hub.LISBON, Hub.LAGOS},
        {Hub.LAGOS, Hub.CAPE_TOWN},
        {Hub.CAPE_TOWN, Hub.MOMBASA},
        {Hub.MOMBASA, Hub.DJIBOUTI},
    };

    private static final Hub[] HUBS = Hub.values();
    private static final double[][] BETWEEN_HUBS = betweenHubs();
    /** Distances to the hubs: those of the few regions are asked for with every decision. */
    private static final Cache<Point, double[]> KNOWN =
            Caffeine.newBuilder().maximumSize(10_000).build();

    private record Point(double latitude, double longitude) {}

    private LatencyModel() {}

    /** Estimated round trip in milliseconds between two points in degrees. */
    static double roundTripMillis(double fromLatitude, double fromLongitude, double toLatitude, double toLongitude) {
        double direct = greatCircleKm(fromLatitude, fromLongitude, toLatitude, toLongitude);
        double best = direct <= DIRECT_KM ? direct : Double.POSITIVE_INFINITY;
        double[] from = KNOWN.get(new Point(fromLatitude, fromLongitude), LatencyModel::reach);
        double[] to = KNOWN.get(new Point(toLatitude, toLongitude), LatencyModel::reach);
        for (int a = 0; a < HUBS.length; a++) {
            for (int b = 0; b < HUBS.length; b++) {
                best = Math.min(best, from[a] + BETWEEN_HUBS[a][b] + to[b]);
            }
        }
        return BASE_MS + MS_PER_KM * best;
    }

    /** Distance on a sphere by the haversine formula. */
    static double greatCircleKm(double latitude1, double longitude1, double latitude2, double longitude2) {
        double phi1 = StrictMath.toRadians(latitude1);
        double phi2 = StrictMath.toRadians(latitude2);
        double sinPhi = StrictMath.sin((phi2 - phi1) / 2);
        double sinLambda = StrictMath.sin(StrictMath.toRadians(longitude2 - longitude1) / 2);
        double h = sinPhi * sinPhi + StrictMath.cos(phi1) * StrictMath.cos(phi2) * sinLambda * sinLambda;
        return 2 * EARTH_RADIUS_KM * StrictMath.asin(Math.sqrt(Math.min(1, h)));
    }

    /** Distance to each hub, infinite beyond reach; the nearest is always within reach. */
    private static double[] reach(Point point) {
        double latitude = point.latitude();
        double longitude = point.longitude();
        double[] distances = new double[HUBS.length];
        int nearest = 0;
        for (int i = 0; i < HUBS.length; i++) {
            distances[i] = greatCircleKm(latitude, longitude, HUBS[i].latitude, HUBS[i].longitude);
            if (distances[i] < distances[nearest]) {
                nearest = i;
            }
        }
        for (int i = 0; i < HUBS.length; i++) {
            if (i != nearest && distances[i] > REACH_KM) {
                distances[i] = Double.POSITIVE_INFINITY;
            }
        }
        return distances;
    }

    private static double[][] betweenHubs() {
        double[][] km = new double[HUBS.length][HUBS.length];
        for (int i = 0; i < HUBS.length; i++) {
            Arrays.fill(km[i], Double.POSITIVE_INFINITY);
            km[i][i] = 0;
        }
        for (Hub[] cable : CABLES) {
            Hub a = cable[0];
            Hub b = cable[1];
            double length = greatCircleKm(a.latitude, a.longitude, b.latitude, b.longitude);
            km[a.ordinal()][b.ordinal()] = length;
            km[b.ordinal()][a.ordinal()] = length;
        }
        // Floyd and Warshall's all shortest ways.
        for (int via = 0; via < HUBS.length; via++) {
            for (int a = 0; a < HUBS.length; a++) {
                for (int b = 0; b < HUBS.length; b++) {
                    km[a][b] = Math.min(km[a][b], km[a][via] + km[via][b]);
                }
            }
        }
        return km;
    }
}
