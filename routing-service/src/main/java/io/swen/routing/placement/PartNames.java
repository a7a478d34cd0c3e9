package io.swen.routing.placement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.swen.platform.json.ContentHash;

/** The names of parts by their bytes, worked out once for each part. */
final class PartNames {

    /** By identity: a part is asked for its name with every decision, and a part never changes. */
    private static final Cache<KnowledgePart, String> KNOWN =
            Caffeine.newBuilder().weakKeys().maximumSize(1_000).build();

    private PartNames() {}

    static String of(KnowledgePart part) {
        return KNOWN.get(part, known -> ContentHash.of(known.bytes()));
    }
}
