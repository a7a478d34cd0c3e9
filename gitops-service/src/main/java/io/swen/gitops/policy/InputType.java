package io.swen.gitops.policy;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The types of what rules look at: the same description checks expressions, builds the input, and checks the input of tests. */
sealed interface InputType {

    CelType cel();

    /** What a person calls it. */
    String told();

    /** A single value. */
    enum Scalar implements InputType {
        TEXT(SimpleType.STRING, "a text"),
        NUMBER(SimpleType.DOUBLE, "a number"),
        INTEGER(SimpleType.INT, "a whole number"),
        FLAG(SimpleType.BOOL, "true or false"),
        TIME(SimpleType.TIMESTAMP, "a time such as 2026-01-31T10:00:00Z");

        private final CelType cel;
        private final String told;

        Scalar(CelType cel, String told) {
            this.cel = cel;
            this.told = told;
        }

        @Override
        public CelType cel() {
            return cel;
        }

        @Override
        public String told() {
            return told;
        }
    }

    /** Any number of values of one type. */
    record ListOf(InputType element) implements InputType {

        @Override
        public CelType cel() {
            return ListType.create(element.cel());
        }

        @Override
        public String told() {
            return "a list";
        }
    }

    /** Values by name, whose types depend on the resource. */
    record Values() implements InputType {

        @Override
        public CelType cel() {
            return MapType.create(SimpleType.STRING, SimpleType.DYN);
        }

        @Override
        public String told() {
            return "values by name";
        }
    }

    /** Named fields. */
    record Struct(String name, List<Field> fields) implements InputType {

        public Struct {
            fields = List.copyOf(fields);
        }

        static Struct of(String name, Field... fields) {
            return new Struct(name, List.of(fields));
        }

        Optional<Field> field(String fieldName) {
            return fields.stream()
                    .filter(field -> field.name().equals(fieldName))
                    .findFirst();
        }

        String names() {
            return fields.stream().map(Field::name).collect(Collectors.joining(", "));
        }

        StructType struct() {
            ImmutableMap<String, CelType> types = fields.stream()
                    .collect(ImmutableMap.toImmutableMap(
                            Field::name, field -> field.type().cel()));
            return StructType.create(celName(), types.keySet(), name -> Optional.ofNullable(types.get(name)));
        }

        private String celName() {
            return "swen." + name;
        }

        @Override
        public CelType cel() {
            return StructTypeReference.create(celName());
        }

        @Override
        public String told() {
            return "fields, of " + names();
        }
    }

    /**
     * A field of a struct.
     *
     * @param optional whether it may be absent, so that a rule asks {@code has(…)} first
     */
    record Field(String name, InputType type, boolean optional) {

        static Field always(String name, InputType type) {
            return new Field(name, type, false);
        }

        static Field optional(String name, InputType type) {
            return new Field(name, type, true);
        }
    }
}
