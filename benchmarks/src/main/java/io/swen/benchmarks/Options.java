package io.swen.benchmarks;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The options of a benchmark: each a name and a value. */
final class Options {

    private Options() {}

    /** The paths that were given; refuses what is not one of the allowed names. */
    static Map<String, Path> paths(String[] arguments, String... allowed) {
        Map<String, Path> given = new HashMap<>();
        values(arguments, allowed).forEach((name, value) -> given.put(name, Path.of(value)));
        return given;
    }

    /** The values that were given; refuses what is not one of the allowed names. */
    static Map<String, String> values(String[] arguments, String... allowed) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!List.of(allowed).contains(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        arguments[i] + " is not an option with a value; allowed: " + String.join(", ", allowed));
            }
            given.put(arguments[i], arguments[i + 1]);
        }
        return given;
    }
}
