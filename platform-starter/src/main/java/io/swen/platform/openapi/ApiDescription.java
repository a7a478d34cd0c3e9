package io.swen.platform.openapi;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swen.platform.money.Money;
import io.swen.platform.problem.ProblemAdvice;
import io.swen.platform.security.AccessRules;
import io.swen.platform.security.Permission;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the API document say what the JSON really is: snake_case names, lower-case enums, and what may be null or absent as
 * the records' own annotations have it. The document's generator knows another Jackson than the one that writes.
 */
@AutoConfiguration
public class ApiDescription {

    private static final String NULL = "null";

    /** Remembers which record a schema was made of. */
    @Bean
    RecordSchemas recordSchemas(JsonMapper json) {
        return new RecordSchemas(json);
    }

    @Bean
    OpenApiCustomizer truthfulSchemas(RecordSchemas records) {
        return api -> customise(api, records);
    }

    /** Says of each call who may make it, from the same table that the filters go by. */
    @Bean
    OpenApiCustomizer permissions(ObjectProvider<AccessRules> rules) {
        return api -> rules.ifAvailable(table -> {
            if (api.getPaths() != null) {
                api.getPaths()
                        .forEach((path, item) -> item.readOperationsMap()
                                .forEach((method, operation) -> table.ruleFor(
                                                HttpMethod.valueOf(method.name()), path.replaceAll("\\{[^/]+}", "x"))
                                        .ifPresent(rule ->
                                                operation.addExtension("x-permission", describe(rule.permission())))));
            }
        });
    }

    private static Map<String, Object> describe(Permission permission) {
        return new TreeMap<>(Map.of(
                "name",
                permission.name().toLowerCase(Locale.ROOT),
                "roles",
                permission.roles().stream()
                        .map(role -> role.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList(),
                "services",
                permission.services().stream().sorted().toList(),
                "step_up",
                permission.needsStepUp()));
    }

    static final class RecordSchemas implements ModelConverter {

        private final JsonMapper json;
        private final Map<String, Class<?>> classes = new ConcurrentHashMap<>();

        RecordSchemas(JsonMapper json) {
            this.json = json;
        }

        @Override
        public @Nullable Schema<?> resolve(
                AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
            Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
            Class<?> raw = raw(type.getType());
            if (raw != null && raw.isRecord() && schema != null) {
                String name = schema.get$ref() != null
                        ? schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1)
                        : schema.getName();
                if (name != null) {
                    classes.put(name, raw);
                }
            }
            return schema;
        }

        private @Nullable Class<?> raw(@Nullable Type type) {
            if (type == null) {
                return null;
            }
            if (type instanceof com.fasterxml.jackson.databind.JavaType known) {
                return known.getRawClass();
            }
            JavaType constructed = json.getTypeFactory().constructType(type);
            return constructed.getRawClass();
        }
    }

    private static void customise(OpenAPI api, RecordSchemas records) {
        if (api.getComponents() != null && api.getComponents().getSchemas() != null) {
            api.getComponents().getSchemas().forEach((name, schema) -> describe(schema, records.classes.get(name)));
        }
        if (api.getPaths() != null) {
            api.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .filter(operation -> operation.getParameters() != null)
                    .flatMap(operation -> operation.getParameters().stream())
                    .filter(parameter -> parameter.getSchema() != null)
                    .forEach(parameter -> lowerEnums(parameter.getSchema()));
        }
    }

    // The generator's schemas are of raw types throughout.
    @SuppressWarnings({"rawtypes", "unchecked"})
    private static void describe(Schema schema, @Nullable Class<?> type) {
        lowerEnums(schema);
        Map<String, Schema> properties = schema.getProperties();
        if (properties == null) {
            return;
        }
        Map<String, RecordComponent> components = new LinkedHashMap<>();
        if (type != null) {
            for (RecordComponent component : type.getRecordComponents()) {
                components.put(ProblemAdvice.snakeCase(component.getName()), component);
            }
        }
        Map<String, Schema> renamed = new LinkedHashMap<>();
        Set<String> required = new LinkedHashSet<>();
        properties.forEach((name, property) -> {
            String key = ProblemAdvice.snakeCase(name);
            RecordComponent component = components.get(key);
            Schema described = described(type, key, component, property);
            lowerEnums(described);
            if (component != null && isNullable(component)) {
                renamed.put(key, orNull(described));
            } else {
                renamed.put(key, described);
                if (component != null) {
                    required.add(key);
                }
            }
        });
        schema.setProperties(renamed);
        schema.setRequired(required.isEmpty() ? null : List.copyOf(required));
    }

    @SuppressWarnings("rawtypes")
    private static Schema described(
            @Nullable Class<?> type, String key, @Nullable RecordComponent component, Schema property) {
        if (type == Money.class && key.equals("amount")) {
            Schema<?> amount = text();
            amount.setPattern("^-?\\d+(\\.\\d+)?$");
            return amount;
        }
        if (component != null && component.getType() == Duration.class) {
            Schema<?> duration = text();
            duration.setFormat("duration");
            return duration;
        }
        return property;
    }

    private static Schema<?> text() {
        Schema<String> text = new Schema<>();
        text.setTypes(Set.of("string"));
        return text;
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
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
        List<Object> values = (List<Object>) schema.getEnum();
        if (values != null) {
            values = new ArrayList<>(values);
            values.add(null);
            ((Schema<Object>) schema).setEnum(values);
        }
        return schema;
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static void lowerEnums(Schema schema) {
        if (schema.getEnum() != null) {
            List<@Nullable Object> lower = new ArrayList<>();
            schema.getEnum()
                    .forEach(value ->
                            lower.add(value == null ? null : value.toString().toLowerCase(Locale.ROOT)));
            schema.setEnum(lower);
        }
        if (schema.getItems() != null) {
            lowerEnums(schema.getItems());
        }
    }
}
