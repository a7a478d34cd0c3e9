package io.swen.cli.deploy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads objects as a cluster would with strict field validation: what Kubernetes itself defines by fabric8's model, what operators define
 * by schemas in {@code crd/}, written from the fields that their documentation has. A field that neither knows is a finding.
 */
final class StrictModel {

    private static final String OURS = "io.fabric8.";

    private final KubernetesSerialization serialization = new KubernetesSerialization();
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Optional<Schema>> schemas = new HashMap<>();

    List<String> findings(JsonNode object) {
        String called = Manifests.called(object);
        List<String> findings = new ArrayList<>();
        if (object.at("/metadata/name").asString("").isEmpty()) {
            findings.add(called + ": has no name");
        }
        Object parsed;
        try {
            parsed = serialization.unmarshal(object.toString());
        } catch (RuntimeException unreadable) {
            Throwable root = unreadable;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            findings.add(called + ": " + root.getMessage());
            return findings;
        }
        if (parsed instanceof GenericKubernetesResource) {
            findings.addAll(bySchema(object));
        } else {
            unknown(parsed, "", findings, called);
        }
        return findings;
    }

    private List<String> bySchema(JsonNode object) {
        String called = Manifests.called(object);
        String apiVersion = object.path("apiVersion").asString("");
        String file = "/crd/" + apiVersion.replace('/', '_') + "_" + Manifests.kind(object) + ".json";
        Optional<Schema> schema = schemas.computeIfAbsent(file, this::load);
        if (schema.isEmpty()) {
            return List.of(called + ": nobody knows kind " + Manifests.kind(object) + " of " + apiVersion
                    + ", and there is no " + file.substring(1));
        }
        return schema.get().validate(object.toString(), InputFormat.JSON).stream()
                .map(error -> called + ": " + error.getInstanceLocation() + " " + error.getMessage())
                .toList();
    }

    private Optional<Schema> load(String file) {
        try (InputStream in = StrictModel.class.getResourceAsStream(file)) {
            if (in == null) {
                return Optional.empty();
            }
            return Optional.of(
                    registry.getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON));
        } catch (IOException unreadable) {
            throw new IllegalStateException("cannot read " + file, unreadable);
        }
    }

    /** The model keeps what it does not know in a map beside its fields. */
    private static void unknown(Object value, String path, List<String> findings, String called) {
        switch (value) {
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    if (list.get(i) != null) {
                        unknown(list.get(i), path + "/" + i, findings, called);
                    }
                }
            }
            case Map<?, ?> map ->
                map.forEach((key, each) -> {
                    if (each != null) {
                        unknown(each, path + "/" + key, findings, called);
                    }
                });
            case Object model
            when model.getClass().getName().startsWith(OURS) && !(model instanceof Enum<?>) ->
                ofModel(model, path, findings, called);
            default -> {
                // A text, number or truth value.
            }
        }
    }

    private static void ofModel(Object model, String path, List<String> findings, String called) {
        for (Class<?> type = model.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                Object value;
                try {
                    field.setAccessible(true);
                    value = field.get(model);
                } catch (IllegalAccessException impossible) {
                    throw new IllegalStateException(impossible);
                }
                if (value == null) {
                    continue;
                }
                if (field.getName().equals("additionalProperties")) {
                    ((Map<?, ?>) value)
                            .keySet()
                            .forEach(name -> findings.add(called + ": unknown field " + path + "/" + name));
                } else {
                    unknown(value, path + "/" + field.getName(), findings, called);
                }
            }
        }
    }
}
