package io.swen.gateway.live;

import io.swen.platform.client.SwenService;
import io.swen.platform.page.Cursors;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The places in all services' feeds as one value that clients keep without looking into it. */
final class Cursor {

    /** The services that tell of things; identity has nothing for a page. */
    static final List<SwenService> FEEDS = List.of(SwenService.TELEMETRY, SwenService.ROUTING, SwenService.GITOPS);

    /** Stands for a place that is not known, as its service was never reached; going on from there means from then on. */
    private static final String UNKNOWN = "-";

    private Cursor() {}

    /** The places in the order of {@link #FEEDS}. */
    static String join(Map<SwenService, String> places) {
        List<String> parts = new ArrayList<>();
        for (SwenService service : FEEDS) {
            parts.add(places.getOrDefault(service, UNKNOWN));
        }
        return Cursors.encode(parts.toArray());
    }

    /** Refuses what {@link #join} did not make; null for null. */
    static @Nullable Map<SwenService, String> split(@Nullable String cursor) {
        List<String> parts = Cursors.decode(cursor, FEEDS.size());
        if (parts == null) {
            return null;
        }
        Map<SwenService, String> places = new EnumMap<>(SwenService.class);
        for (int i = 0; i < FEEDS.size(); i++) {
            if (!parts.get(i).equals(UNKNOWN)) {
                places.put(FEEDS.get(i), parts.get(i));
            }
        }
        return places;
    }
}
