package io.swen.platform.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Holds every regular expression of a service against texts made to exhaust it. Work is counted in looks at a letter and not in
 * time, so that the answer does not depend on the machine.
 */
public final class RegexRules {

    private static final int LENGTH = 2_000;
    /** A linear expression looks at each letter a few times; a quadratic one at each thousands of times. */
    private static final long MOST_LOOKS = 100L * LENGTH;

    private static final List<String> PIECES = List.of(
            "a",
            "A",
            "0",
            "-",
            "_",
            ".",
            "/",
            ":",
            "=",
            "?",
            "@",
            " ",
            "\t",
            "{",
            "%",
            "+",
            "aA",
            "a-",
            "a.",
            "a/",
            "a:",
            "a=",
            "0.",
            "ab1 ",
            "eyJaaaaaaaa.",
            "-eyJaaaaaaaa",
            "-eyJaaaaaaaa.eyJaaaaaaaa",
            "a://",
            "a://a:",
            "?a",
            "??=",
            "sk-a",
            "sha256:0",
            "s3://aa",
            "-----BEGIN ",
            "A PRIVATE KEY",
            "token_",
            "passw",
            "swen_");
    private static final List<String> ENDS = List.of("", "!", "\n");

    private RegexRules() {}

    /** Fails for each pattern that is kept in a class under the package and does more than linear work. */
    public static void check(String basePackage) {
        List<String> slow = new ArrayList<>();
        for (JavaClass each : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(basePackage)) {
            patternsOf(each.reflect()).forEach(pattern -> hold(each.getSimpleName(), pattern, slow));
        }
        assertThat(slow).as("expressions that can be exhausted").isEmpty();
    }

    private static void hold(String where, Pattern pattern, List<String> slow) {
        for (String piece : PIECES) {
            for (String end : ENDS) {
                String text = piece.repeat(LENGTH / piece.length()) + end;
                Counted matched = new Counted(text);
                Counted searched = new Counted(text);
                try {
                    assertThat(pattern.matcher(matched).matches()).isIn(true, false);
                    var search = pattern.matcher(searched);
                    while (search.find()) {
                        assertThat(search.end()).isNotNegative();
                    }
                } catch (TooMuch | StackOverflowError exhausted) {
                    slow.add(where + " " + pattern + " with \"" + piece + "\" … \"" + end.strip() + "\"");
                    return;
                }
            }
        }
    }

    private static Stream<Pattern> patternsOf(Class<?> type) {
        return Stream.of(type.getDeclaredFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .flatMap(field -> Stream.of(valueOf(field)).flatMap(RegexRules::patternsIn));
    }

    private static Object valueOf(Field field) {
        Class<?> kind = field.getType();
        if (kind != Pattern.class && !Map.class.isAssignableFrom(kind) && !Collection.class.isAssignableFrom(kind)) {
            return List.of();
        }
        try {
            field.setAccessible(true);
            Object value = field.get(null);
            return value == null ? List.of() : value;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Pattern> patternsIn(Object value) {
        return switch (value) {
            case Pattern pattern -> Stream.of(pattern);
            case Map<?, ?> map ->
                map.values().stream().filter(Pattern.class::isInstance).map(Pattern.class::cast);
            case Collection<?> list ->
                list.stream().filter(Pattern.class::isInstance).map(Pattern.class::cast);
            default -> Stream.of();
        };
    }

    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A text that counts how often somebody looks at a letter of it. */
    private static final class Counted implements CharSequence {

        private final String text;
        private long looks;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > MOST_LOOKS) {
                throw new TooMuch();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
