package io.swen.telemetry.support;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swen.platform.money.Money;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the API document tell what is really written: the generator reads the records with an older JSON library, which knows
 * neither their naming nor their null annotations.
 */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

    private static final String EVENT_FEED = "/api/v1/events";
    private static final Set<String> EVENT_SCHEMAS = Set.of("Batch", "CloudEvent", "JsonNode");

    /** Notes which schema was made of which record. */
    static final class Records implements ModelConverter {

        private final Map<String, Class<?>> bySchema = new ConcurrentHashMap<>();
        private final JsonMapper json;

        Records(JsonMapper json) {
            this.json = json;
        }

        @Override
        public @Nullable Schema<?> resolve(
                AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
            Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
            Class<?> raw = raw(type.getType());
            if (schema != null && raw != null && raw.isRecord()) {
                String reference = schema.get$ref();
                String name =
                        reference == null ? schema.getName() : reference.substring(reference.lastIndexOf('/') + 1);
                if (name != null) {
                    bySchema.put(name, raw);
                }
            }
            return schema;
        }

        private @Nullable Class<?> raw(@Nullable Type type) {
            return switch (type) {
                case null -> null;
                case com.fasterxml.jackson.databind.JavaType known -> known.getRawClass();
                default -> json.getTypeFactory().constructType(type).getRawClass();
            };
        }
    }

    @Bean
    Records apiRecords(JsonMapper json) {
        return new Records(json);
    }

    @Bean
    OpenApiCustomizer apiAsWritten(Records records) {
        return api -> {
            // The feed is the platform's, the same in every service, and described in docs/events.
            if (api.getPaths() != null) {
                api.getPaths().remove(EVENT_FEED);
            }
            describe(api, records.bySchema);
        };
    }

    // The generator's model has raw types throughout.
    @SuppressWarnings("rawtypes")
    private static void describe(OpenAPI api, Map<String, Class<?>> records) {
        Map<String, Schema> schemas =
                api.getComponents() == null ? null : api.getComponents().getSchemas();
        if (schemas == null) {
            return;
        }
        EVENT_SCHEMAS.forEach(schemas::remove);
        schemas.forEach((name, schema) -> {
            Class<?> record = records.get(name);
            if (record != null) {
                describe(schema, record);
            }
        });
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static void describe(Schema schema, Class<?> record) {
        Map<String, Schema> properties = schema.getProperties();
        if (properties == null) {
            return;
        }
        Map<String, Schema> written = new LinkedHashMap<>();
        Set<String> required = new LinkedHashSet<>();
        for (RecordComponent component : record.getRecordComponents()) {
            Schema property = properties.get(component.getName());
            if (property == null) {
                continue;
            }
            String name = snakeCase(component.getName());
            Schema described = described(property, component, record);
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            written.put(name, nullable ? orNull(described) : described);
            // Null is written too, so every property is always there.
            required.add(name);
        }
        schema.setProperties(written);
        schema.setRequired(List.copyOf(required));
    }

    @SuppressWarnings("rawtypes")
    private static Schema described(Schema property, RecordComponent component, Class<?> record) {
        if (record == Money.class && component.getName().equals("amount")) {
            return text("decimal");
        }
        if (component.getType() == Duration.class) {
            return text("duration");
        }
        lowerCase(property);
        return property;
    }

    private static Schema<String> text(String format) {
        Schema<String> text = new Schema<>();
        text.setTypes(Set.of("string"));
        text.setFormat(format);
        return text;
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static void lowerCase(Schema property) {
        List<Object> values = property.getEnum();
        if (values != null) {
            property.setEnum(values.stream()
                    .map(value -> String.valueOf(value).toLowerCase(Locale.ROOT))
                    .toList());
        }
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static Schema orNull(Schema property) {
        Set<String> types = property.getTypes();
        if (property.get$ref() == null && types != null) {
            Set<String> more = new LinkedHashSet<>(types);
            more.add("null");
            property.setTypes(more);
            if (property.getEnum() != null) {
                List<Object> values = new java.util.ArrayList<>(property.getEnum());
                values.add(null);
                property.setEnum(values);
            }
            return property;
        }
        Schema nothing = new Schema();
        nothing.setTypes(Set.of("null"));
        Schema either = new Schema();
        either.setAnyOf(List.of(property, nothing));
        return either;
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
