package io.swen.routing;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swen.platform.money.Money;
import java.lang.reflect.RecordComponent;
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
 * Makes the API document say what the JSON is: snake_case names, lower-case enums, and from the records' own annotations what
 * may be null. The generator of the document knows another Jackson than the one that writes the JSON.
 */
@Configuration
class ApiDescription {

    private static final String NULL = "null";

    @Bean
    RecordsBehindSchemas recordsBehindSchemas(JsonMapper json) {
        return new RecordsBehindSchemas(json);
    }

    @Bean
    OpenApiCustomizer schemasAsWritten(RecordsBehindSchemas records) {
        return api -> correct(api, records);
    }

    /** Notes, while the generator runs, which record each schema comes from. */
    static final class RecordsBehindSchemas implements ModelConverter {

        private final JsonMapper json;
        private final Map<String, Class<?>> records = new ConcurrentHashMap<>();

        RecordsBehindSchemas(JsonMapper json) {
            this.json = json;
        }

        @Override
        public @Nullable Schema<?> resolve(
                AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
            Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
            if (schema == null || type.getType() == null) {
                return schema;
            }
            Class<?> raw = type.getType() instanceof com.fasterxml.jackson.databind.JavaType known
                    ? known.getRawClass()
                    : json.getTypeFactory().constructType(type.getType()).getRawClass();
            String ref = schema.get$ref();
            String name = ref == null ? schema.getName() : ref.substring(ref.lastIndexOf('/') + 1);
            if (raw.isRecord() && name != null) {
                Class<?> other = records.put(name, raw);
                if (other != null && other != raw) {
                    throw new IllegalStateException(
                            "the API document would have one schema " + name + " for " + other + " and " + raw);
                }
            }
            return schema;
        }
    }

    private static void correct(OpenAPI api, RecordsBehindSchemas records) {
        if (api.getComponents() != null && api.getComponents().getSchemas() != null) {
            api.getComponents().getSchemas().forEach((name, schema) -> correct(schema, records.records.get(name)));
        }
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .filter(operation -> operation.getParameters() != null)
                .flatMap(operation -> operation.getParameters().stream())
                .filter(parameter -> parameter.getSchema() != null)
                .forEach(parameter -> lowerEnums(parameter.getSchema()));
    }

    // The generator's schemas are of raw types throughout.
    @SuppressWarnings({"rawtypes", "unchecked"})
    private static void correct(Schema schema, @Nullable Class<?> type) {
        lowerEnums(schema);
        Map<String, Schema> properties = schema.getProperties();
        if (properties == null) {
            return;
        }
        Map<String, RecordComponent> components = new LinkedHashMap<>();
        if (type != null) {
            for (RecordComponent component : type.getRecordComponents()) {
                components.put(snake(component.getName()), component);
            }
        }
        // What a request must have stands in an annotation: its components are all nullable, so that a refusal can name
        // them.
        Set<String> required = new LinkedHashSet<>();
        if (schema.getRequired() != null) {
            schema.getRequired().forEach(name -> required.add(snake(String.valueOf(name))));
        }
        Map<String, Schema> corrected = new LinkedHashMap<>();
        properties.forEach((name, property) -> {
            String key = snake(name);
            RecordComponent component = components.get(key);
            Schema described = type == Money.class && key.equals("amount") ? decimal() : property;
            lowerEnums(described);
            if (component != null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(key);
            }
            corrected.put(key, component == null || required.contains(key) ? described : orNull(described));
        });
        schema.setProperties(corrected);
        schema.setRequired(required.isEmpty() ? null : List.copyOf(required));
    }

    private static Schema<?> decimal() {
        Schema<String> text = new Schema<>();
        text.setTypes(Set.of("string"));
        text.setPattern("^-?\\d+(\\.\\d+)?$");
        return text;
    }

    @SuppressWarnings("rawtypes")
    private static Schema orNull(Schema<?> schema) {
        if (schema.get$ref() != null || schema.getTypes() == null) {
            Schema<Object> none = new Schema<>();
            none.setTypes(Set.of(NULL));
            Schema<Object> either = new Schema<>();
            either.setAnyOf(List.of(schema, none));
            return either;
        }
        Set<String> types = new LinkedHashSet<>(schema.getTypes());
        types.add(NULL);
        schema.setTypes(types);
        if (schema.getEnum() != null) {
            allowNull(schema);
        }
        return schema;
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static void allowNull(Schema schema) {
        List<@Nullable Object> values = new java.util.ArrayList<>(schema.getEnum());
        values.add(null);
        schema.setEnum(values);
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static void lowerEnums(Schema schema) {
        if (schema.getEnum() != null) {
            schema.setEnum(schema.getEnum().stream()
                    .map(value -> String.valueOf(value).toLowerCase(Locale.ROOT))
                    .toList());
        }
        if (schema.getItems() != null) {
            lowerEnums(schema.getItems());
        }
    }

    private static String snake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
