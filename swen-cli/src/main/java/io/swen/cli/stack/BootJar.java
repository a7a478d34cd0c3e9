package io.swen.cli.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

/**
 * A Spring Boot jar of jars, taken apart into a plain jar and a {@code lib} folder. Boot's own {@code -Djarmode=tools
 * extract} does the same, but only for jars that contain Spring, and with a JVM of its own for each.
 */
final class BootJar {
    private static final String CLASSES = "BOOT-INF/classes/";
    private static final String LIBRARIES = "BOOT-INF/lib/";
    private static final String INDEX = "BOOT-INF/classpath.idx";
    private static final String LOADER = "org/springframework/boot/loader/";
    /** Announces a class of Boot's loader, which a plain jar does not carry. */
    private static final String LOADER_SERVICE = "META-INF/services/java.nio.file.spi.FileSystemProvider";

    private static final Set<String> BOOTS_OWN = Set.of(
            "Main-Class",
            "Start-Class",
            "Spring-Boot-Classes",
            "Spring-Boot-Lib",
            "Spring-Boot-Classpath-Index",
            "Spring-Boot-Layers-Index");

    private BootJar() {}

    static boolean is(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry(CLASSES) != null;
        }
    }

    /** Writes the plain jar, under the same name, and the libraries beside it. */
    static void extract(Path source, Path folder) throws IOException {
        SwenHome.folder(folder.resolve("lib"));
        try (JarFile jar = new JarFile(source.toFile())) {
            List<String> libraries = libraries(jar);
            for (String library : libraries) {
                try (InputStream content = jar.getInputStream(jar.getEntry(LIBRARIES + library))) {
                    Files.copy(content, folder.resolve("lib").resolve(library));
                }
            }
            try (OutputStream file = Files.newOutputStream(
                            folder.resolve(source.getFileName().toString()));
                    JarOutputStream plain = new JarOutputStream(file, manifest(jar, libraries))) {
                plain.setLevel(Deflater.BEST_SPEED);
                Set<String> written = new HashSet<>(Set.of("META-INF/", JarFile.MANIFEST_NAME));
                copy(jar, plain, CLASSES, written);
                written.add(LOADER_SERVICE);
                copy(jar, plain, "", written);
            }
        }
    }

    /** In the order of the index, which is the order of the class path; without an index in that of the jar. */
    private static List<String> libraries(JarFile jar) throws IOException {
        List<String> libraries = new ArrayList<>();
        ZipEntry index = jar.getEntry(INDEX);
        if (index != null) {
            try (InputStream content = jar.getInputStream(index)) {
                for (String line : new String(content.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                    int at = line.indexOf(LIBRARIES);
                    if (at >= 0) {
                        libraries.add(fileName(line.substring(at + LIBRARIES.length())
                                .replace("\"", "")
                                .strip()));
                    }
                }
            }
            return libraries;
        }
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            String name = entries.nextElement().getName();
            if (name.startsWith(LIBRARIES) && name.endsWith(".jar")) {
                libraries.add(fileName(name.substring(LIBRARIES.length())));
            }
        }
        return libraries;
    }

    private static String fileName(String name) throws IOException {
        if (name.contains("/") || name.contains("\\") || name.contains("..")) {
            throw new IOException("The jar names a library outside its folder: " + name);
        }
        return name;
    }

    private static Manifest manifest(JarFile jar, List<String> libraries) throws IOException {
        Manifest manifest = new Manifest();
        Attributes plain = manifest.getMainAttributes();
        plain.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        Manifest original = jar.getManifest();
        if (original == null) {
            throw new IOException(jar.getName() + " has no manifest");
        }
        original.getMainAttributes().forEach((name, value) -> {
            if (!BOOTS_OWN.contains(name.toString())) {
                plain.putIfAbsent(name, value);
            }
        });
        String main = original.getMainAttributes().getValue("Start-Class");
        if (main == null) {
            throw new IOException(jar.getName() + " names no Start-Class");
        }
        plain.put(Attributes.Name.MAIN_CLASS, main);
        plain.put(
                Attributes.Name.CLASS_PATH,
                String.join(
                        " ", libraries.stream().map(library -> "lib/" + library).toList()));
        return manifest;
    }

    private static void copy(JarFile jar, JarOutputStream plain, String prefix, Set<String> written)
            throws IOException {
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            JarEntry entry = entries.nextElement();
            String name = entry.getName();
            boolean wanted = prefix.isEmpty()
                    ? !name.startsWith("BOOT-INF/") && !LOADER.startsWith(name) && !name.startsWith(LOADER)
                    : name.startsWith(prefix) && name.length() > prefix.length();
            if (!wanted || !written.add(name.substring(prefix.length()))) {
                continue;
            }
            ZipEntry copy = new ZipEntry(name.substring(prefix.length()));
            copy.setTimeLocal(entry.getTimeLocal());
            plain.putNextEntry(copy);
            try (InputStream content = jar.getInputStream(entry)) {
                content.transferTo(plain);
            }
            plain.closeEntry();
        }
    }
}
