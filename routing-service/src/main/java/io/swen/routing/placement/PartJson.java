package io.swen.routing.placement;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.swen.platform.json.CanonicalJson;
import java.math.BigDecimal;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The stored form of small parts: canonical JSON, decimals as texts because canonical numbers are binary. */
final class PartJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .withConfigOverride(
                    BigDecimal.class,
                    decimals -> decimals.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final CanonicalJson CANONICAL = new CanonicalJson(JSON);

    private PartJson() {}

    static byte[] bytes(Object part) {
        return CANONICAL.bytes(part);
    }

    static <T> T read(byte[] bytes, Class<T> type) {
        return JSON.readValue(bytes, type);
    }
}
