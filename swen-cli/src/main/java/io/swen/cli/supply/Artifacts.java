package io.swen.cli.supply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** The jars a build leaves, and how they compare with those of another build. */
final class Artifacts {
    private Artifacts() {}

    /** The folders of the root pom's modules, in its order. */
    static List<String> modules(Path root) throws IOException {
        String pom = Files.readString(root.resolve("pom.xml"));
        return java.util.regex.Pattern.compile("<module>\\s*([\\w.-]+)\\s*</module>")
                .matcher(pom)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** Every jar of the product by its path in the checkout, with {@code /} between folders; none of tests. */
    static SortedMap<String, Path> jars(Path root) throws IOException {
        SortedMap<String, Path> jars = new TreeMap<>();
        for (String module : modules(root)) {
            Path target = root.resolve(module).resolve("target");
            if (!Files.isDirectory(target)) {
                continue;
            }
            try (Stream<Path> files = Files.list(target)) {
                files.filter(file -> {
                            String name = file.getFileName().toString();
                            return name.startsWith(module + "-")
                                    && name.endsWith(".jar")
                                    && !name.endsWith("-tests.jar");
                        })
                        .forEach(file -> jars.put(module + "/target/" + file.getFileName(), file));
            }
        }
        return jars;
    }

    /**
     * What differs between the jars of two builds, as a person reads it: a jar only one has, or the entries of a jar
     * that are not the same. Empty if every byte is equal.
     */
    static List<String> differences(Path one, Path other) throws IOException {
        SortedMap<String, Path> first = jars(one);
        SortedMap<String, Path> second = jars(other);
        List<String> differences = new java.util.ArrayList<>();
        TreeSet<String> names = new TreeSet<>(first.keySet());
        names.addAll(second.keySet());
        for (String name : names) {
            Path left = first.get(name);
            Path right = second.get(name);
            if (left == null || right == null) {
                differences.add(name + ": only one of the builds made it");
            } else if (Files.mismatch(left, right) >= 0) {
                differences.add(name + ": " + entries(left, right));
            }
        }
        return differences;
    }

    private static String entries(Path left, Path right) throws IOException {
        SortedMap<String, Long> first = checksums(left);
        SortedMap<String, Long> second = checksums(right);
        TreeSet<String> differing = new TreeSet<>();
        first.forEach((name, checksum) -> {
            if (!checksum.equals(second.get(name))) {
                differing.add(name);
            }
        });
        second.keySet().stream().filter(name -> !first.containsKey(name)).forEach(differing::add);
        return differing.isEmpty()
                ? "same entries, but in another order or with other attributes"
                : "differs in " + String.join(", ", differing);
    }

    private static SortedMap<String, Long> checksums(Path jar) throws IOException {
        SortedMap<String, Long> checksums = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .forEach(entry -> checksums.put(entry.getName(), entry.getCrc()));
        }
        return checksums;
    }
}
